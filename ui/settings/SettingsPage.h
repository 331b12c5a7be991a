#pragma once

#include "ui/settings/ScalarWords.h"
#include "ui/settings/SettingsData.h"
#include "ui/shell/Page.h"

class QBoxLayout;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace slipswitch::ui {

class Banner;
class Card;
class CodeView;
class Label;
class ScalarRow;
class SegmentedControl;
class SettingRow;
class Switch;

/// Everything that can be set, as cards in two columns. Each change counts at once and can be undone.
class SettingsPage : public Page
{
    Q_OBJECT

public:
    explicit SettingsPage(QWidget *parent = nullptr);

    void setData(const SettingsData &shown);
    /// @param path  "listen.port"
    [[nodiscard]] ScalarRow *row(const QString &path) const;

    void activated(const QString &argument) override;
    void deactivated() override;
    [[nodiscard]] std::vector<Command> commands() override;

Q_SIGNALS:
    void scalarChanged(const QString &path, const slipswitch::config::Settings &wanted);
    void themeChosen(slipswitch::ui::ThemeChoice theme);
    void densityChosen(slipswitch::ui::Density density);
    void loginChosen(const slipswitch::service::LoginChoice &choice);
    void restartRequested();
    void retryRequested();
    /// The file was picked in a dialog.
    void exportRequested(const QString &file);
    void importRequested(const QString &file);
    void watched(bool watched);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeCards();
    [[nodiscard]] Card *makeAppearance();
    [[nodiscard]] Card *makeStart();
    [[nodiscard]] Card *makeScalars(SettingCard card, const QString &title, const QString &note);
    [[nodiscard]] Card *makeTransfer();
    [[nodiscard]] Card *makeFiles();
    [[nodiscard]] Card *makeAbout();
    void showFiles();
    void pickExport();
    void pickImport();

    SettingsData m_data;
    std::vector<ScalarRow *> m_rows;
    QStackedWidget *m_states;
    Banner *m_problem, *m_restart;
    QBoxLayout *m_columns = nullptr;
    SegmentedControl *m_theme = nullptr, *m_density = nullptr;
    Card *m_start = nullptr;
    Switch *m_login = nullptr, *m_hidden = nullptr;
    SettingRow *m_hiddenRow = nullptr;
    QVBoxLayout *m_files = nullptr;
    Label *m_version = nullptr, *m_about = nullptr;
    CodeView *m_licences = nullptr;
};

} // namespace slipswitch::ui
