#pragma once

#include "core/base/Secret.h"
#include "ui/providers/ProvidersData.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace slipswitch::ui {

class Badge;
class Banner;
class ElidedLabel;
class KeyField;
class KeyList;
class Label;
class ModelTable;
class ParameterRow;
class SegmentedControl;
class Switch;
class TestStrip;
class TileGrid;

/// One provider, new or saved. Shows what it is given and says what the user does; keeps what is typed until
/// it is given another provider.
class FormView : public QWidget
{
    Q_OBJECT

public:
    explicit FormView(QWidget *parent = nullptr);

    void setForm(const ProviderForm &form);
    /// As they stand in the fields now.
    [[nodiscard]] ProviderFields fields() const;
    /// What was pasted; forget it as soon as it is kept.
    [[nodiscard]] Secret pastedKey() const;
    void clearKey();
    /// One that was pasted before, and is not kept yet.
    void setKey(const Secret &key);
    [[nodiscard]] Secret passphrase() const;
    void focusKey();

Q_SIGNALS:
    void keyChanged();
    void kindChosen(const QString &kind);
    void foundChosen(const QString &id);
    void testRequested();
    void saveRequested();
    void cancelRequested();
    void removeRequested();
    void enableRequested(bool enabled);
    void modelSwitched(const QString &model, bool on);
    void keyAddRequested();
    void keyRemoveRequested(const QString &id);
    void noteAction();
    void passphraseGiven();

private:
    [[nodiscard]] QWidget *makeHead();
    [[nodiscard]] QWidget *makeKeyArea();
    [[nodiscard]] QWidget *makeChooser();
    [[nodiscard]] QWidget *makePassphrase();
    [[nodiscard]] QWidget *makeFields();
    [[nodiscard]] QWidget *makeMore();
    [[nodiscard]] QWidget *makeModels();
    [[nodiscard]] QWidget *makeFoot();
    void refill();
    void showHead();
    void showKeyArea();
    void showNote();
    void showFields();
    void showModels();
    void showFoot();
    void openMore(bool open);

    ProviderForm m_form;
    bool m_adding = false; ///< a further key of a saved provider
    Badge *m_badge;
    ElidedLabel *m_title, *m_about;
    Label *m_trafficLabel = nullptr;
    Switch *m_enabled = nullptr;
    QPushButton *m_remove = nullptr;
    Label *m_keyCaption = nullptr;
    QPushButton *m_addKey = nullptr, *m_testSaved = nullptr;
    QWidget *m_keyRow = nullptr;
    KeyField *m_key = nullptr;
    ElidedLabel *m_noKey = nullptr;
    QPushButton *m_eye = nullptr, *m_test = nullptr;
    KeyList *m_keys = nullptr;
    QVBoxLayout *m_notePlace = nullptr;
    std::optional<FormNote> m_noteShown;
    TileGrid *m_candidates = nullptr;
    QWidget *m_chooser = nullptr, *m_foundArea = nullptr;
    TileGrid *m_found = nullptr, *m_kinds = nullptr;
    QLineEdit *m_kindFilter = nullptr;
    QWidget *m_passphraseRow = nullptr;
    QLineEdit *m_passphrase = nullptr;
    Label *m_passphraseWords = nullptr;
    QPushButton *m_usePassphrase = nullptr;
    TestStrip *m_strip = nullptr;
    QWidget *m_fieldArea = nullptr, *m_more = nullptr;
    QLineEdit *m_name = nullptr, *m_address = nullptr, *m_proxyAddress = nullptr, *m_caFile = nullptr;
    QComboBox *m_proxy = nullptr;
    QPlainTextEdit *m_headers = nullptr, *m_modelNames = nullptr;
    ParameterRow *m_parameters = nullptr;
    QPushButton *m_moreButton = nullptr;
    QWidget *m_modelArea = nullptr;
    Label *m_modelCount = nullptr;
    QLineEdit *m_modelFilter = nullptr;
    SegmentedControl *m_shown = nullptr;
    ModelTable *m_models = nullptr;
    Label *m_noModels = nullptr;
    QWidget *m_foot = nullptr, *m_lock = nullptr;
    ElidedLabel *m_savesTo = nullptr;
    QPushButton *m_cancel = nullptr, *m_save = nullptr;
    QScrollArea *m_scroll = nullptr;
};

} // namespace slipswitch::ui
