#include "app/CommandTable.h"

#include <array>

namespace slipswitch::app {

namespace {

constexpr std::array<OptionSpec, 7> global {{
    {"headless", "", "serve without a window"},
    {"hidden", "", "start in the tray, for starts at login"},
    {"json", "", "print one line of JSON for programs to read"},
    {"home", "DIR", "keep settings, ledger, vault and socket in DIR"},
    {"port", "N", "listen on port N; 0 takes any free one"},
    {"version", "", "print the version"},
    {"help", "", "print this text"},
}};

constexpr std::array<OptionSpec, 7> addOptions {{
    {"kind", "KIND", "a catalogue id such as openai, custom-openai or demo"},
    {"base-url", "URL", "where it answers; the kind's own address when left out"},
    {"set", "NAME=VALUE", "what its kind needs to know: resource=…, api-version=…, region=…"},
    {"model-name", "MODEL=NAME", "MODEL is called NAME there: an Azure deployment, a Bedrock profile"},
    {"key-env", "VAR", "read its key from the environment variable VAR at each start"},
    {"key-stdin", "", "read its key from standard input and keep it in the keychain or vault"},
    {"no-key", "", "it needs no key"},
}};

constexpr std::array<OptionSpec, 3> newKeyOptions {{
    {"name", "NAME", "what you call it"},
    {"tool", "TOOL", "the tool that uses it, for the log"},
    {"project", "PROJECT", "the project its costs belong to"},
}};

constexpr std::array<OptionSpec, 2> logOptions {{
    {"follow", "", "go on with each request as it ends"},
    {"limit", "N", "so many of the newest; 20 when left out"},
}};

constexpr std::array<OptionSpec, 2> spendOptions {{
    {"since", "TIME", "30m, 24h, 7d, 2w or a date; 30d when left out"},
    {"by", "WHAT", "provider, model, key or tool; model when left out"},
}};

const std::array<CommandSpec, 12> table {{
    {"status", "", "say whether the gateway runs, where, and how it does", {}},
    {"logs", "", "print requests, newest last", logOptions},
    {"spend", "", "add up what requests cost", spendOptions},
    {"pause", "", "answer requests with 503 until 'resume'", {}},
    {"resume", "", "serve again", {}},
    {"providers add", "NAME", "add a provider", addOptions},
    {"providers list", "", "list the providers", {}},
    {"providers test", "NAME", "send a provider a request that costs nothing", {}},
    {"providers remove", "NAME", "remove a provider and its keys", {}},
    {"keys new", "", "make an access key for a tool; it is shown once", newKeyOptions},
    {"keys list", "", "list the access keys", {}},
    {"keys revoke", "ID", "end an access key for good, by its id or name", {}},
}};

} // namespace

std::span<const OptionSpec> globalOptions()
{
    return global;
}

std::span<const CommandSpec> commands()
{
    return table;
}

} // namespace slipswitch::app
