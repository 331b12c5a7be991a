#pragma once

#include "core/service/GatewayService.h"
#include "ui/providers/ProvidersPage.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <map>
#include <set>

namespace slipswitch::ui {

/// Fills the providers page from the service and does what the user asks for there. A pasted key stays in the
/// page's field until it is saved, and goes nowhere but to the address that stands in the form when the user
/// asks for a test. Thread: Qt.
class ProvidersAdapter : public QObject
{
    Q_OBJECT

public:
    /// @param gateway  outlives it; @param page  is its parent.
    ProvidersAdapter(service::GatewayService &gateway, ProvidersPage &page);

private:
    /// A test that was made, or is being made, since the window opened.
    struct Test
    {
        std::vector<service::TestStep> steps;
        std::vector<std::string> models;
        quint64 number = 0; ///< of the run whose answers count; 0: none is under way

        [[nodiscard]] bool running() const { return number != 0; }
    };
    /// What the user typed for a provider and has not saved.
    struct Typed
    {
        std::optional<ProviderFields> fields; ///< where they differ from what was given
        Secret key;
    };
    /// The one that is being added.
    struct Draft
    {
        std::string kind; ///< empty: not known yet
        std::string address; ///< of a server that was found; empty: the kind's own
        std::string variable;
        bool enabled = true;
        std::set<std::string> off; ///< models
    };

    void connectForm();
    void watch(bool watched);
    void takeSettings();
    void takeState();
    void push();
    void pushSoon();
    [[nodiscard]] bool ready() const;
    [[nodiscard]] const domain::Provider *saved(const std::string &name) const;
    [[nodiscard]] std::vector<ProviderRow> rows() const;
    [[nodiscard]] ProviderRow rowOf(const domain::Provider &provider) const;
    [[nodiscard]] ProviderForm form() const;
    void fillDraft(ProviderForm &form) const;
    void fillSaved(ProviderForm &form, const domain::Provider &provider) const;
    [[nodiscard]] std::vector<KeyRow> keyRows(const domain::Provider &provider) const;
    void readKeys();
    /// @param place  "vault:", "keychain:"; empty: any.
    [[nodiscard]] bool isLocked(const std::string &name, std::string_view place = {}) const;
    [[nodiscard]] FormNote lockedNote(const std::string &name) const;
    void readKeysAgain();
    void askForLatency();

    void openDraft();
    void select(const QString &name);
    void keepTyped();
    void showTyped();
    void chooseKind(const std::string &kind);
    void chooseFound(const QString &id);
    void lookAround();
    void takeKey();
    void noteAboutKey();
    void test();
    void testEnded(const std::string &name, const service::TestReport &report);
    void save();
    void saveDraft(domain::Provider provider);
    void notSaved(const Error &error);
    void askForPassphrase(std::function<void()> then);
    void saveChanges(const domain::Provider &edited);
    void savedAs(const std::string &name);
    void discard();
    void enable(const QString &name, bool enabled);
    void switchModel(const QString &model, bool on);
    void addKey();
    void removeKey(const QString &id);
    void remove(const QString &name);
    void usePassphrase();
    [[nodiscard]] Test *running(const std::string &name, quint64 number);
    void tell(const Error &error, const QString &what);
    void setNote(FormNote note, std::function<void()> action = {});
    void clearNote();
    [[nodiscard]] domain::Provider draftProvider() const;
    [[nodiscard]] QString title(const std::string &name) const;

    service::GatewayService &m_gateway;
    ProvidersPage &m_page;
    bool m_drafting = false, m_saving = false, m_looked = false;
    std::string m_current; ///< of the saved one that is shown; empty: the draft
    std::string m_awaited; ///< saved, not in force yet
    std::string m_saved; ///< which one is being saved, by the name that it had; empty: the draft
    int m_revision = 1, m_pushed = 0;
    Draft m_draft;
    ProviderFields m_fields; ///< as they were given to the form
    std::map<std::string, Typed> m_typed; ///< by name, of those not shown now
    QString m_wrongField;
    std::map<std::string, Test> m_tests; ///< by name; the draft's has none
    quint64 m_testNumber = 0; ///< of the last run
    std::optional<FormNote> m_note;
    std::function<void()> m_noteAction, m_afterPassphrase;
    std::optional<bool> m_newPassphrase;
    std::vector<std::string> m_candidates;
    std::vector<service::OfferedKey> m_offered;
    std::vector<service::LocalServer> m_servers;
    std::map<std::string, KeyRow> m_masked; ///< by reference
    std::set<std::string> m_locked; ///< references that can't be read before their place is unlocked
    std::map<std::string, service::ProviderHealth> m_health;
    std::map<std::string, QString> m_latency;
    QTimer m_pushTimer;
};

} // namespace slipswitch::ui
