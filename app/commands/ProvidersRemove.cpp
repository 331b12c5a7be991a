#include "app/commands/ProviderParts.h"

#include "core/secrets/Blocking.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <ostream>

namespace slipswitch::app {

namespace json = boost::json;

ExitCode removeProvider(ProviderTools &tools, const CommandLine &line, Console &console)
{
    QObject here;
    auto removed = secrets::waitFor<config::RemovedProvider>(
        [&](auto done) { tools.editor.remove(&here, line.name, done); });
    if (!removed)
        return report(console, "The provider was not removed.", removed.error());
    // Only now: a key that is gone while its provider stays would be worse than one left over.
    const auto gone = secrets::waitFor<void>(
        [&](auto done) { tools.editor.forget(&here, removed->provider.credentials, done); });
    const auto end = gone
        ? ExitCode::Ok
        : report(console, "The provider is removed, but a key of it is still there.", gone.error());
    if (end == ExitCode::Ok && line.json)
        console.out << json::serialize(json::object {{"name", line.name}, {"removed", true}}) << "\n";
    else if (end == ExitCode::Ok)
        console.err << "The provider " << line.name << " is removed.\n";
    return end;
}

} // namespace slipswitch::app
