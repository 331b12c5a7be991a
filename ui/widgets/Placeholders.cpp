#include "ui/widgets/Placeholders.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Label.h"

#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <chrono>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds patience {300};
constexpr int textWidth = 360;

} // namespace

/// The icon on its ground.
class EmptyState::Plate : public QWidget
{
public:
    explicit Plate(QString name)
        : m_name(std::move(name))
    {
        setFixedSize(48, 48);
    }

    void setTone(Tone tone)
    {
        m_tone = tone;
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const auto &t = tokens();
        const bool accent = m_tone == Tone::Accent;
        paintRound(painter, rect(), 10, accent ? t.selection : t.soft(m_tone));
        paintIcon(painter, {14, 14, 20, 20}, m_name, t.strong(m_tone));
    }

private:
    QString m_name;
    Tone m_tone = Tone::Accent;
};

EmptyState::EmptyState(const QString &iconName, const QString &title, const QString &text, QWidget *parent)
    : QWidget(parent)
    , m_plate(new Plate(iconName))
    , m_title(new Label({}, Type::Step))
    , m_text(new Label({}, Type::Body, Ink::Secondary))
    , m_column(new QVBoxLayout)
{
    auto *whole = new QVBoxLayout(this);
    whole->addStretch(1);
    whole->addLayout(m_column);
    whole->addStretch(1);
    m_column->setSpacing(10);
    m_column->addWidget(m_plate, 0, Qt::AlignHCenter);
    m_column->addSpacing(2);
    m_column->addWidget(m_title, 0, Qt::AlignHCenter);
    m_text->setAlignment(Qt::AlignHCenter);
    m_text->setWrapped();
    m_text->setFixedWidth(textWidth);
    m_column->addWidget(m_text, 0, Qt::AlignHCenter);
    setText(title, text);
}

void EmptyState::setText(const QString &title, const QString &text)
{
    m_title->setText(title);
    m_text->setText(text);
    m_text->setMinimumHeight(std::max(0, m_text->heightForWidth(textWidth)));
    setAccessibleName(title);
}

void EmptyState::setTone(Tone tone)
{
    m_plate->setTone(tone);
}

void EmptyState::add(QWidget *widget)
{
    m_column->addWidget(widget, 0, Qt::AlignHCenter);
}

FailedState::FailedState(const QString &title, QWidget *parent)
    : EmptyState(u"alert"_s, title, {}, parent)
{
    setObjectName(u"failed"_s);
    setTone(Tone::Bad);
    auto *again = makeButton(tr("Try again"), u"refresh"_s);
    connect(again, &QPushButton::clicked, this, &FailedState::retryRequested);
    add(again);
}

Skeleton::Skeleton(int rows, QWidget *parent)
    : QWidget(parent)
    , m_rows(rows)
{
    setAccessibleName(tr("Loading"));
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_shown = true;
        update();
    });
}

void Skeleton::showEvent(QShowEvent *)
{
    m_shown = false;
    m_patience.start();
}

void Skeleton::hideEvent(QHideEvent *)
{
    m_patience.stop();
}

void Skeleton::paintEvent(QPaintEvent *)
{
    if (!m_shown)
        return;
    QPainter painter(this);
    const auto fill = tokens().track;
    constexpr std::array shares {0.42, 0.33, 0.38, 0.30, 0.41, 0.35};
    const double wide = width();
    for (int row = 0; row < m_rows; ++row) {
        const double y = row * 28 + 14;
        paintRound(painter, {0, y - 4, std::min(64.0, wide * 0.15), 8}, 4, fill);
        paintRound(painter, {wide * 0.185, y - 7, std::min(54.0, wide * 0.13), 14}, 7, fill);
        paintRound(painter,
            {wide * 0.345, y - 4, wide * shares[static_cast<std::size_t>(row) % shares.size()], 8}, 4, fill);
        paintRound(
            painter, {wide - std::min(52.0, wide * 0.12), y - 4, std::min(52.0, wide * 0.12), 8}, 4, fill);
    }
}

} // namespace slipswitch::ui
