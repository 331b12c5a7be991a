#pragma once

#include "core/config/Settings.h"

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

#include <cstdint>
#include <filesystem>
#include <string>

namespace slipswitch::tests {

/// The real program, headless, in a home of its own.
class Program
{
public:
    Program();

    [[nodiscard]] std::filesystem::path home() const { return m_home.path().toStdString(); }
    /// Puts a provider into the settings: custom, at a loopback port, with a key from the environment.
    void addProvider(const std::string &name, std::uint16_t port, const std::string &keyVariable);
    void addProvider(domain::Provider provider);
    void setVariable(const QString &name, const QString &value);

    /// Starts and waits until it listens; false when it does not within half a minute.
    [[nodiscard]] bool start();
    void kill();
    /// As Ctrl+C does.
    void stop();

    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] const std::string &key() const { return m_key; }
    /// What it wrote to stderr so far.
    [[nodiscard]] std::string errors();

private:
    QTemporaryDir m_home;
    QProcessEnvironment m_environment;
    QProcess m_process;
    std::uint16_t m_port = 0;
    std::string m_key;
};

} // namespace slipswitch::tests
