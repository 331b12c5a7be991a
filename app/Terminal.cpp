#include "app/Terminal.h"

#include "core/secrets/Environment.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <iostream>
#include <utility>

namespace slipswitch::app {

namespace {

constexpr std::size_t longestKey = 16 * 1024;

/// The terminal with echo off for as long as this lives.
class HiddenInput
{
public:
    HiddenInput()
        : m_terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC))
    {
        if (m_terminal < 0 || ::tcgetattr(m_terminal, &m_before) != 0)
            return;
        auto hidden = m_before;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        m_ready = ::tcsetattr(m_terminal, TCSAFLUSH, &hidden) == 0;
    }
    HiddenInput(const HiddenInput &) = delete;
    HiddenInput &operator=(const HiddenInput &) = delete;
    ~HiddenInput()
    {
        if (m_ready)
            ::tcsetattr(m_terminal, TCSAFLUSH, &m_before);
        if (m_terminal >= 0)
            ::close(m_terminal);
    }

    [[nodiscard]] bool ready() const { return m_ready; }

    Secret ask(const std::string &question)
    {
        show(question);
        std::string line;
        line.reserve(longestKey);
        char c = 0;
        while (line.size() < longestKey && ::read(m_terminal, &c, 1) == 1 && c != '\n')
            line += c;
        show("\n");
        return Secret(std::move(line));
    }

private:
    void show(const std::string &text) const
    {
        [[maybe_unused]] const auto written = ::write(m_terminal, text.data(), text.size());
    }

    int m_terminal = -1;
    termios m_before {};
    bool m_ready = false;
};

bool isBlank(int c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

} // namespace

Result<Secret> askHidden(const std::string &question)
{
    HiddenInput terminal;
    if (!terminal.ready())
        return failure(ErrorCode::Locked, "There is no terminal to ask on.");
    auto answer = terminal.ask(question);
    if (answer.empty())
        return failure(ErrorCode::Locked, "Nothing was typed.");
    return answer;
}

Result<Secret> askPassphrase(secrets::PassphraseFor purpose)
{
    auto given = secrets::passphraseFromEnvironment();
    if (given || given.error().code != ErrorCode::Locked)
        return given;
    if (purpose == secrets::PassphraseFor::OpeningVault) {
        auto typed = askHidden("Passphrase of the vault: ");
        return typed ? typed : given;
    }
    const auto first = askHidden("No keychain runs here. Passphrase for a new vault: ");
    if (!first)
        return given;
    const auto second = askHidden("Once more: ");
    if (!second || !(*first == *second))
        return failure(ErrorCode::Locked, "The two passphrases differ.");
    return *first;
}

Result<Secret> readKey(std::istream &in)
{
    if (&in == &std::cin && ::isatty(STDIN_FILENO) != 0)
        return askHidden("Key: ");
    std::string line;
    line.reserve(longestKey);
    // One line; but a service account's key file is JSON of many.
    const auto goesOn = [&line](int c) {
        return c != std::istream::traits_type::eof() && (c != '\n' || line.starts_with('{'))
            && line.size() < longestKey;
    };
    for (int c = in.get(); goesOn(c); c = in.get()) {
        if (!(line.empty() && isBlank(c)))
            line += static_cast<char>(c);
    }
    while (!line.empty() && (isBlank(line.back()) || line.back() == '\n'))
        line.pop_back();
    Secret key(std::move(line));
    if (key.empty() || key.size() >= longestKey)
        return failure(ErrorCode::BadRequest, "Standard input holds no key.");
    return key;
}

} // namespace slipswitch::app
