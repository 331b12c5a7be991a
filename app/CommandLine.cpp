#include "app/CommandLine.h"

#include "app/CommandTable.h"

#include <algorithm>
#include <charconv>

namespace slipswitch::app {

namespace {

tl::unexpected<Error> misuse(std::string detail)
{
    return failure(ErrorCode::BadRequest, std::move(detail), ErrorSource::Client);
}

const OptionSpec *find(std::span<const OptionSpec> options, std::string_view name)
{
    const auto found = std::find_if(
        options.begin(), options.end(), [name](const auto &option) { return option.name == name; });
    return found == options.end() ? nullptr : &*found;
}

const CommandSpec *find(std::string_view name)
{
    for (const auto &command : commands()) {
        if (command.name == name)
            return &command;
    }
    return nullptr;
}

/// Walks over the words once.
class Parser
{
public:
    explicit Parser(std::span<const std::string> words)
        : m_words(words)
    { }

    Result<CommandLine> parse()
    {
        while (m_next < m_words.size()) {
            const auto &word = m_words[m_next++];
            if (auto taken = word.starts_with("--") ? takeOption(word) : takeWord(word); !taken)
                return failure(std::move(taken.error()));
        }
        return finish();
    }

private:
    Result<void> takeWord(const std::string &word)
    {
        if (!m_first.empty() && !m_command) {
            m_command = find(m_first + " " + word);
            if (!m_command)
                return misuse("'" + m_first + "' has no such command.");
            m_line.command = m_command->name;
            return {};
        }
        if (m_first.empty()) {
            m_command = find(word);
            if (m_command)
                m_line.command = m_command->name;
            const auto room = word + " ";
            const bool known = std::any_of(commands().begin(), commands().end(),
                [&](const CommandSpec &command) { return command.name.starts_with(room); });
            if (!known && !m_command)
                return misuse("The first word is not a command.");
            m_first = word;
            return {};
        }
        if (m_command->argument.empty() || !m_line.name.empty() || word.empty())
            return misuse(
                "'" + m_line.command + "' takes " + (m_command->argument.empty() ? "no" : "one") + " name.");
        m_line.name = word;
        return {};
    }

    Result<void> takeOption(const std::string &word)
    {
        const auto equals = word.find('=');
        const auto name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
        const auto *global = find(globalOptions(), name);
        const auto *own = !global && m_command ? find(m_command->options, name) : nullptr;
        if (!global && !own)
            return misuse("The option --" + name.substr(0, 20) + " is not known"
                + (m_command ? " to '" + m_line.command + "'." : "."));
        std::string value;
        const bool flag = (global ? global : own)->value.empty();
        if (flag && equals != std::string::npos)
            return misuse("The option --" + name + " takes no value.");
        if (!flag && equals == std::string::npos && m_next == m_words.size())
            return misuse("The option --" + name + " needs a value.");
        if (!flag)
            value = equals == std::string::npos ? m_words[m_next++] : word.substr(equals + 1);
        if (global)
            return setGlobal(name, value);
        // The only ones that make sense more than once.
        const bool repeats = name == "set" || name == "model-name";
        auto &stored = m_line.options[name];
        stored = repeats && !stored.empty() ? stored + "\n" + value : value;
        return {};
    }

    Result<void> setGlobal(const std::string &name, const std::string &value)
    {
        m_line.headless |= name == "headless";
        m_line.hidden |= name == "hidden";
        m_line.json |= name == "json";
        m_line.version |= name == "version";
        m_line.help |= name == "help";
        if (name == "home" && value.empty())
            return misuse("The option --home needs a folder.");
        if (name == "home")
            m_line.home = value;
        return name == "port" ? setPort(value) : Result<void> {};
    }

    Result<void> setPort(const std::string &value)
    {
        std::uint16_t port = 0;
        const auto *end = value.data() + value.size();
        const auto parsed = std::from_chars(value.data(), end, port);
        if (value.empty() || parsed.ec != std::errc {} || parsed.ptr != end)
            return misuse("The option --port needs a number from 0 to 65535.");
        m_line.port = port;
        return {};
    }

    Result<CommandLine> finish()
    {
        if (m_line.help || m_line.version)
            return m_line;
        if (!m_first.empty() && !m_command)
            return misuse("'" + m_first + "' needs one more word to say what to do.");
        if (m_command && !m_command->argument.empty() && m_line.name.empty())
            return misuse("'" + m_line.command + "' needs a name.");
        return m_line;
    }

    std::span<const std::string> m_words;
    std::size_t m_next = 0;
    std::string m_first;
    const CommandSpec *m_command = nullptr;
    CommandLine m_line;
};

std::string helpLine(std::string left, std::string_view right)
{
    constexpr std::size_t column = 30;
    left.resize(std::max(left.size() + 1, column), ' ');
    return left + std::string(right) + "\n";
}

std::string helpOf(const OptionSpec &option, const std::string &indent)
{
    const auto value = option.value.empty() ? std::string() : " " + std::string(option.value);
    return helpLine(indent + "--" + std::string(option.name) + value, option.help);
}

} // namespace

std::string CommandLine::value(std::string_view option) const
{
    const auto found = options.find(option);
    return found == options.end() ? std::string() : found->second;
}

Result<CommandLine> parseCommandLine(std::span<const std::string> words)
{
    return Parser(words).parse();
}

std::string helpText()
{
    std::string text = "Usage: slipswitch [OPTION…] [COMMAND]\n\nOptions:\n";
    for (const auto &option : globalOptions())
        text += helpOf(option, "  ");
    text += "\nCommands:\n";
    for (const auto &command : commands()) {
        const auto argument = command.argument.empty() ? std::string() : " " + std::string(command.argument);
        text += helpLine("  " + std::string(command.name) + argument, command.help);
        for (const auto &option : command.options)
            text += helpOf(option, "      ");
    }
    return text
        + "\nEnds with 0 when done, 1 when it failed, 2 when the command was not understood, 3 when nothing\n"
          "has that name, 4 when the name is taken, 5 when keychain or vault is locked, 6 when nothing "
          "runs.\n"
          "SLIPSWITCH_PASSPHRASE_FILE or SLIPSWITCH_PASSPHRASE opens the vault without a prompt.\n";
}

} // namespace slipswitch::app
