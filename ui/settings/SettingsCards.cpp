// The cards of the settings page.
#include "ui/settings/SettingRow.h"
#include "ui/settings/SettingsPage.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/CodeView.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/Label.h"

#include <QDesktopServices>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QUrl>
#include <QVBoxLayout>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

void clear(QLayout &layout)
{
    while (auto *item = layout.takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

/// Where one kind of thing lies, with what can be done about it.
class FileRow : public QWidget
{
public:
    explicit FileRow(const SettingsData::File &file)
    {
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(4);
        auto *name = new Label(file.name, Type::BodyStrong);
        name->setFixedWidth(96);
        row->addWidget(name);
        row->addWidget(new ElidedLabel(file.path, Type::Mono, Ink::Secondary, Qt::ElideMiddle), 1);
        auto *copy = new CopyButton(SettingsPage::tr("Copy the path of %1").arg(file.name));
        copy->setContent(file.path);
        auto *open = makeIconButton(u"folder"_s, SettingsPage::tr("Open the folder of %1").arg(file.name));
        setSmall(*open);
        row->addWidget(copy);
        row->addWidget(open);
        const auto folder = QFileInfo(file.path).path();
        connect(open, &QPushButton::clicked, this,
            [folder] { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); });
    }
};

} // namespace

Card *SettingsPage::makeAppearance()
{
    auto *card = new Card(tr("Appearance"));
    m_theme = new SegmentedControl(tr("Theme"), {{tr("System"), {}}, {tr("Light"), {}}, {tr("Dark"), {}}});
    m_density
        = new SegmentedControl(tr("Density"), {{tr("Compact"), {}}, {tr("Normal"), {}}, {tr("Roomy"), {}}});
    card->body()->addWidget(
        new SettingRow(tr("Theme"), tr("System follows the desktop as it changes."), m_theme));
    card->body()->addWidget(
        new SettingRow(tr("Density"), tr("The height of rows in lists and tables."), m_density));
    connect(m_theme, &SegmentedControl::currentChanged, this,
        [this](int index) { Q_EMIT themeChosen(static_cast<ThemeChoice>(index)); });
    connect(m_density, &SegmentedControl::currentChanged, this,
        [this](int index) { Q_EMIT densityChosen(static_cast<Density>(index)); });
    return card;
}

Card *SettingsPage::makeStart()
{
    auto *card = new Card(tr("Start"));
    m_login = new Switch(tr("Start at login"));
    m_hidden = new Switch(tr("Without a window"));
    card->body()->addWidget(new SettingRow(
        tr("Start at login"), tr("Tools then find the gateway as soon as you are logged in."), m_login));
    m_hiddenRow = new SettingRow(tr("Without a window"),
        tr("It serves in the background; starting Slipswitch once more shows the window."), m_hidden);
    card->body()->addWidget(m_hiddenRow);
    const auto choose = [this] { Q_EMIT loginChosen({m_login->isChecked(), m_hidden->isChecked()}); };
    connect(m_login, &QAbstractButton::clicked, this, choose);
    connect(m_hidden, &QAbstractButton::clicked, this, choose);
    return card;
}

Card *SettingsPage::makeScalars(SettingCard which, const QString &title, const QString &note)
{
    auto *card = new Card(title, note);
    for (const auto &scalar : config::scalars()) {
        if (wordsOf(scalar).card != which)
            continue;
        auto *row = new ScalarRow(scalar);
        m_rows.push_back(row);
        card->body()->addWidget(row);
        connect(row, &ScalarRow::changed, this, [this, row](const config::Settings &wanted) {
            Q_EMIT scalarChanged(pathOf(row->scalar()), wanted);
        });
    }
    return card;
}

Card *SettingsPage::makeTransfer()
{
    auto *card = new Card(tr("Export and import"));
    auto *text
        = new Label(tr("Providers, models and everything on this page, as one file. Keys of providers and "
                       "access keys are never in it."),
            Type::Small, Ink::Tertiary);
    text->setWrapped();
    card->body()->addWidget(text);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    auto *out = makeButton(tr("Export"), u"upload"_s);
    auto *in = makeButton(tr("Import"), u"download"_s);
    row->addWidget(out);
    row->addWidget(in);
    row->addStretch(1);
    card->body()->addLayout(row);
    connect(out, &QPushButton::clicked, this, &SettingsPage::pickExport);
    connect(in, &QPushButton::clicked, this, &SettingsPage::pickImport);
    return card;
}

void SettingsPage::pickExport()
{
    auto *dialog = new QFileDialog(this, tr("Export settings"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"json"_s);
    dialog->selectFile(u"slipswitch-settings.json"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &SettingsPage::exportRequested);
    dialog->open();
}

void SettingsPage::pickImport()
{
    auto *dialog = new QFileDialog(this, tr("Import settings"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Settings (*.json)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &SettingsPage::importRequested);
    dialog->open();
}

Card *SettingsPage::makeFiles()
{
    auto *card = new Card(tr("Where files live"));
    m_files = new QVBoxLayout;
    m_files->setSpacing(2);
    card->body()->addLayout(m_files);
    return card;
}

void SettingsPage::showFiles()
{
    clear(*m_files);
    for (const auto &file : m_data.files)
        m_files->addWidget(new FileRow(file));
}

Card *SettingsPage::makeAbout()
{
    auto *card = new Card(tr("About"));
    m_version = new Label({}, Type::BodyStrong);
    m_version->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_about = new Label({}, Type::Small, Ink::Tertiary);
    m_about->setWrapped();
    auto *row = new QHBoxLayout;
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_version);
    words->addWidget(m_about);
    row->addLayout(words, 1);
    auto *licences = makeButton(tr("Licences"));
    licences->setCheckable(true);
    row->addWidget(licences, 0, Qt::AlignVCenter);
    card->body()->addLayout(row);
    m_licences = new CodeView(tr("Licences"));
    m_licences->fitLines(14);
    m_licences->hide();
    card->body()->addWidget(m_licences);
    connect(licences, &QPushButton::toggled, m_licences, &QWidget::setVisible);
    return card;
}

} // namespace slipswitch::ui
