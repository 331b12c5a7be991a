#include "ui/widgets/Messages.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Label.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t mostToasts = 3;
constexpr int toastWidth = 360, toastMargin = 16, toastGap = 10;
constexpr std::chrono::seconds plainLife {5}, undoLife {10};

QString iconOf(Tone tone)
{
    switch (tone) {
    case Tone::Ok:
        return u"check"_s;
    case Tone::Bad:
        return u"cross"_s;
    case Tone::Warn:
        return u"alert"_s;
    default:
        return u"info"_s;
    }
}

} // namespace

Banner::Banner(Tone tone, const QString &iconName, const QString &what, const QString &means, QWidget *parent)
    : QWidget(parent)
    , m_tone(tone)
    , m_icon(iconName)
    , m_text(new Label({}))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(38, 8, 9, 8);
    row->setSpacing(12);
    m_text->setTextFormat(Qt::RichText);
    m_text->setWrapped();
    row->addWidget(m_text, 1, Qt::AlignVCenter);
    setMinimumHeight(42);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    setText(what, means);
}

void Banner::setText(const QString &what, const QString &means)
{
    m_text->setText(
        u"<span style='font-weight:600'>"_s + what.toHtmlEscaped() + u"</span> "_s + means.toHtmlEscaped());
    setAccessibleName(what + u' ' + means);
}

QPushButton *Banner::action(const QString &text)
{
    if (!m_action) {
        m_action = makeButton(text);
        setSmall(*m_action);
        layout()->addWidget(m_action);
    }
    m_action->setText(text);
    return m_action;
}

void Banner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    paintRound(
        painter, rect(), 8, t.soft(m_tone), mix(t.soft(m_tone), t.strong(m_tone), t.dark ? 0.45 : 0.35));
    paintIcon(painter, {12, std::round(height() / 2.0 - 8), 16, 16}, m_icon, t.strong(m_tone));
}

Toast::Toast(ToastText text, QWidget *parent)
    : QWidget(parent)
    , m_text(std::move(text))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(38, 9, 12, 9);
    row->setSpacing(10);
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(new ElidedLabel(m_text.title, Type::CardTitle));
    if (!m_text.text.isEmpty()) {
        auto *more = new Label(m_text.text, Type::Small, Ink::Secondary);
        more->setWrapped();
        words->addWidget(more);
    }
    row->addLayout(words, 1);
    if (!m_text.actionText.isEmpty()) {
        auto *button = makeButton(m_text.actionText, {}, ButtonKind::Ghost);
        connect(button, &QPushButton::clicked, this, &Toast::act);
        row->addWidget(button);
    }
    setAccessibleName(m_text.title + u". "_s + m_text.text);
    m_life.setSingleShot(true);
    m_life.setInterval(m_text.actionText.isEmpty() ? plainLife : undoLife);
    connect(&m_life, &QTimer::timeout, this, &Toast::finished);
    m_life.start();
}

Toast::~Toast()
{
    if (m_text.expired)
        m_text.expired();
}

QSize Toast::sizeHint() const
{
    return {toastWidth, std::max(52, layout()->heightForWidth(toastWidth))};
}

void Toast::act()
{
    const auto action = std::exchange(m_text.action, {});
    if (action) {
        m_text.expired = {};
        action();
    }
    Q_EMIT finished();
}

void Toast::enterEvent(QEnterEvent *)
{
    m_life.stop();
}

void Toast::leaveEvent(QEvent *)
{
    m_life.start();
}

void Toast::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    paintRound(painter, rect(), 10, t.raised, t.borderStrong);
    paintIcon(painter, {13, 11, 16, 16}, iconOf(m_text.tone), t.strong(m_text.tone));
}

ToastHost::ToastHost(QWidget *window, int below)
    : QObject(window)
    , m_window(window)
    , m_below(below)
{
    window->installEventFilter(this);
}

void ToastHost::show(ToastText text)
{
    if (m_toasts.size() == mostToasts)
        remove(m_toasts.front());
    auto *toast = new Toast(std::move(text), m_window);
    m_toasts.push_back(toast);
    connect(toast, &Toast::finished, this, [this, toast] { remove(toast); });
    arrange();
    toast->show();
    toast->raise();
    QAccessibleEvent told(toast, QAccessible::Alert);
    QAccessible::updateAccessibility(&told);
}

bool ToastHost::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        arrange();
    return QObject::eventFilter(watched, event);
}

void ToastHost::arrange()
{
    int bottom = m_window->height() - m_below - toastMargin;
    for (auto toast = m_toasts.rbegin(); toast != m_toasts.rend(); ++toast) {
        const auto size = (*toast)->sizeHint();
        bottom -= size.height();
        (*toast)->setGeometry(
            m_window->width() - size.width() - toastMargin, bottom, size.width(), size.height());
        bottom -= toastGap;
    }
}

bool ToastHost::endAll()
{
    const bool undone
        = std::any_of(m_toasts.begin(), m_toasts.end(), [](const auto *toast) { return toast->canUndo(); });
    while (!m_toasts.empty())
        remove(m_toasts.front());
    return undone;
}

void ToastHost::remove(Toast *toast)
{
    if (std::erase(m_toasts, toast) == 0)
        return;
    toast->hide();
    toast->deleteLater();
    arrange();
}

} // namespace slipswitch::ui
