#include "ui/settings/SettingsPage.h"

#include "ui/settings/SettingRow.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/CodeView.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Messages.h"
#include "ui/widgets/Placeholders.h"

#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int cardGap = 14, twoColumnsFrom = 860, widest = 1240;

} // namespace

SettingsPage::SettingsPage(QWidget *parent)
    : Page(parent)
    , m_states(new QStackedWidget)
    , m_problem(new Banner(Tone::Bad, u"alert"_s, tr("The settings can't be read.")))
    , m_restart(new Banner(Tone::Warn, u"refresh"_s, tr("The gateway needs a restart.")))
{
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_states);
    auto *loading = new QWidget;
    auto *rows = new QVBoxLayout(loading);
    rows->setContentsMargins(24, 4, 24, 20);
    auto *bones = new Card;
    bones->body()->addWidget(new Skeleton(12));
    bones->body()->addStretch(1);
    rows->addWidget(bones);
    m_states->addWidget(loading);
    makeCards();
    connect(
        m_restart->action(tr("Restart now")), &QPushButton::clicked, this, &SettingsPage::restartRequested);
    connect(m_problem->action(tr("Try again")), &QPushButton::clicked, this, &SettingsPage::retryRequested);
}

void SettingsPage::makeCards()
{
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *content = new QWidget;
    auto *centre = new QHBoxLayout(content);
    centre->setContentsMargins(24, 4, 24, 20);
    auto *inner = new QWidget;
    inner->setMaximumWidth(widest);
    auto *column = new QVBoxLayout(inner);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(cardGap);
    column->addWidget(m_problem);
    column->addWidget(m_restart);
    m_columns = new QBoxLayout(QBoxLayout::LeftToRight);
    m_columns->setSpacing(cardGap);
    auto *left = new QVBoxLayout, *right = new QVBoxLayout;
    m_start = makeStart();
    for (auto *card : {makeAppearance(), m_start, makeScalars(SettingCard::Gateway, tr("Gateway"), {}),
             makeScalars(SettingCard::Network, tr("Network"), {}),
             makeScalars(SettingCard::Advanced, tr("Limits"), tr("the defaults suit nearly everyone"))})
        left->addWidget(card);
    for (auto *card : {makeScalars(SettingCard::Log, tr("Log"), tr("what is kept, and for how long")),
             makeTransfer(), makeFiles(), makeAbout()})
        right->addWidget(card);
    for (auto *side : {left, right}) {
        side->setSpacing(cardGap);
        side->addStretch(1);
        m_columns->addLayout(side, 1);
    }
    column->addLayout(m_columns);
    column->addStretch(1);
    centre->addWidget(inner, 1);
    centre->addStretch(0);
    scroll->setWidget(content);
    m_states->addWidget(scroll);
}

void SettingsPage::setData(const SettingsData &shown)
{
    const bool sameFiles = shown.files == m_data.files;
    m_data = shown;
    m_states->setCurrentIndex(shown.loaded ? 1 : 0);
    m_problem->setVisible(!shown.problem.isEmpty());
    m_problem->setText(tr("The settings can't be read."), shown.problem);
    m_restart->setVisible(!shown.restartReason.isEmpty());
    m_restart->setText(tr("The gateway needs a restart."), shown.restartReason);
    {
        const QSignalBlocker quietTheme(m_theme), quietDensity(m_density);
        m_theme->setCurrent(static_cast<int>(shown.theme));
        m_density->setCurrent(static_cast<int>(shown.density));
    }
    m_start->setVisible(shown.canStartAtLogin);
    m_login->setChecked(shown.login.starts);
    m_hidden->setChecked(shown.login.hidden);
    m_hiddenRow->setVisible(shown.login.starts);
    for (auto *row : m_rows)
        row->setSettings(shown.settings);
    if (auto *size = row(u"log.maxBytes"_s); size && !shown.logSize.isEmpty())
        size->setHelp(tr("%1 now. The oldest go first.").arg(shown.logSize));
    if (!sameFiles)
        showFiles();
    m_version->setText(tr("Slipswitch %1").arg(shown.version));
    m_about->setText(shown.about);
    if (m_licences->text() != shown.licences)
        m_licences->setText(shown.licences);
}

ScalarRow *SettingsPage::row(const QString &path) const
{
    const auto found = std::find_if(
        m_rows.begin(), m_rows.end(), [&](auto *one) { return pathOf(one->scalar()) == path; });
    return found == m_rows.end() ? nullptr : *found;
}

void SettingsPage::activated(const QString &)
{
    Q_EMIT watched(true);
}

void SettingsPage::deactivated()
{
    Q_EMIT watched(false);
}

std::vector<Command> SettingsPage::commands()
{
    std::vector<Command> list {
        {tr("Export settings"), tr("without keys"), u"upload"_s, {}, [this] { pickExport(); }},
        {tr("Import settings"), {}, u"download"_s, {}, [this] { pickImport(); }}};
    if (!m_data.restartReason.isEmpty())
        list.push_back(
            {tr("Restart the gateway"), {}, u"refresh"_s, {}, [this] { Q_EMIT restartRequested(); }});
    return list;
}

void SettingsPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    m_columns->setDirection(width() < twoColumnsFrom ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

} // namespace slipswitch::ui
