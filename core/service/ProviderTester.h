#pragma once

#include "core/catalog/Catalog.h"
#include "core/config/Settings.h"
#include "core/secrets/SecretStore.h"

#include <QObject>
#include <QPointer>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace slipswitch::service {

/// One line of a provider's test.
struct TestStep
{
    enum class Kind : std::uint8_t
    {
        Key, ///< it is readable and the provider takes it
        Models,
        RoundTrip,
        Streaming,
        Tools
    };
    enum class State : std::uint8_t
    {
        Passed,
        Failed,
        Skipped
    };
    Kind kind = Kind::Key;
    State state = State::Skipped;
    std::string text; ///< "54 models", "310 ms", or the provider's own words; no secret in them
};

struct TestReport
{
    std::vector<TestStep> steps; ///< one of each kind, in order
    std::vector<std::string> models; ///< as the provider spells them
    std::optional<Error> error; ///< what made the test end early

    [[nodiscard]] bool passed() const;
};

/// How far a test goes.
struct TestWish
{
    bool chats = true; ///< try streaming and tools, which costs a few tokens
    std::string model; ///< for those; empty: one that the catalogue knows, else the first listed
};

/// Tests a provider, saved or not, on a helper thread. The key goes to the provider's own address alone.
/// Thread: Qt.
class ProviderTester : public QObject
{
    Q_OBJECT

public:
    /// @param secrets  outlives it.
    explicit ProviderTester(secrets::SecretStore &secrets, QObject *parent = nullptr);

    /// @param provider  credentials without their secret are read first; only the first one is tested.
    /// @param step  as each is known, on the Qt thread. @param done  once, unless the context object is gone.
    void test(QObject *context, domain::Provider provider, config::SettingsPtr settings,
        std::shared_ptr<const catalog::Catalog> catalog, TestWish wish,
        std::function<void(const TestStep &)> step, std::function<void(const TestReport &)> done);

private:
    secrets::SecretStore &m_secrets;
    QThreadPool m_helper; ///< last, so that it is waited for before the rest goes
};

/// The test itself; blocks. @param tell  gets each step as it is known. Secrets must be resolved.
[[nodiscard]] TestReport runProviderTest(const domain::Provider &provider, const config::Settings &settings,
    const catalog::Catalog &catalog, const TestWish &wish, const std::function<void(const TestStep &)> &tell);

} // namespace slipswitch::service
