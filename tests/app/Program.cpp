#include "tests/app/Program.h"

#include "core/config/SettingsStore.h"
#include "tests/Paths.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

#include <stdexcept>

namespace slipswitch::tests {

namespace {

constexpr int patienceMs = 30'000;

} // namespace

Program::Program()
    : m_environment(QProcessEnvironment::systemEnvironment())
{ }

void Program::addProvider(const std::string &name, std::uint16_t port, const std::string &keyVariable)
{
    domain::Provider provider;
    provider.name = name;
    provider.kind = "custom-openai";
    provider.baseUrls[domain::Dialect::OpenAiChat] = "http://127.0.0.1:" + std::to_string(port) + "/v1";
    provider.credentials.push_back({"main", "env:" + keyVariable, {}});
    addProvider(std::move(provider));
}

void Program::addProvider(domain::Provider provider)
{
    const config::SettingsStore store(home() / "settings.json");
    const auto changed = store.change([&](config::Settings &settings) -> Result<void> {
        settings.providers.push_back(provider);
        return {};
    });
    if (!changed)
        throw std::runtime_error(changed.error().detail);
}

void Program::setVariable(const QString &name, const QString &value)
{
    m_environment.insert(name, value);
}

bool Program::start()
{
    m_process.setProcessEnvironment(m_environment);
    m_process.setReadChannel(QProcess::StandardOutput);
    m_process.start(QStringLiteral(SLIPSWITCH_PROGRAM),
        {QStringLiteral("--headless"), QStringLiteral("--json"), QStringLiteral("--port"),
            QStringLiteral("0"), QStringLiteral("--home"), m_home.path()});
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(patienceMs))
            return false;
    }
    const auto line = QJsonDocument::fromJson(m_process.readLine()).object();
    m_port = static_cast<std::uint16_t>(QUrl(line.value(QLatin1String("url")).toString()).port());
    m_key = line.value(QLatin1String("key")).toString().toStdString();
    return m_port != 0 && !m_key.empty();
}

void Program::kill()
{
    m_process.kill();
    m_process.waitForFinished(patienceMs);
}

void Program::stop()
{
    m_process.terminate();
    m_process.waitForFinished(patienceMs);
}

std::string Program::errors()
{
    return m_process.readAllStandardError().toStdString();
}

} // namespace slipswitch::tests
