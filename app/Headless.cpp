#include "app/Headless.h"

#include "app/Signals.h"
#include "core/platform/ControlServer.h"
#include "core/service/GatewayService.h"

#include <QCoreApplication>

#include <cstdio>

namespace slipswitch::app {

namespace {

void say(const std::string &text)
{
    std::fputs((text + '\n').c_str(), stderr);
}

void announce(const service::GatewayService &gateway, const HeadlessOptions &options)
{
    const std::string key(gateway.sessionKey().reveal());
    if (options.json) {
        std::printf("{\"url\":\"%s\",\"key\":\"%s\",\"pid\":%lld}\n", gateway.address().c_str(), key.c_str(),
            static_cast<long long>(QCoreApplication::applicationPid()));
    } else {
        std::printf("Slipswitch listens on %s\n\n"
                    "  Base URL   %s\n"
                    "  API key    %s   (this start only; `slipswitch keys new` makes lasting ones)\n\n"
                    "Try it:\n\n"
                    "  curl -N %s/chat/completions \\\n"
                    "    -H 'Authorization: Bearer %s' \\\n"
                    "    -H 'Content-Type: application/json' \\\n"
                    "    -d "
                    "'{\"model\":\"demo/"
                    "story\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}'\n\n"
                    "Ctrl+C stops it.\n",
            gateway.address().c_str(), gateway.address().c_str(), key.c_str(), gateway.address().c_str(),
            key.c_str());
    }
    std::fflush(stdout);
}

/// Whether another instance answers in this home; a taken port is a conflict too.
bool running(const config::Home &home)
{
    return platform::ControlClient::connect(home.socketFile()).has_value();
}

} // namespace

ExitCode runHeadless(config::Home home, const HeadlessOptions &options)
{
    auto &application = *QCoreApplication::instance();
    quitOnSignals(application);
    service::GatewayService gateway(std::move(home));
    QObject::connect(
        &gateway, &service::GatewayService::notice, [](const QString &text) { say(text.toStdString()); });
    service::GatewayService::StartOptions start;
    start.port = options.port;
    start.mintKey = true;
    if (const auto started = gateway.start(start); !started) {
        say("Slipswitch can't start: " + started.error().detail);
        if (started.error().code == ErrorCode::Conflict && running(gateway.home()))
            say("It runs in this home already: 'slipswitch status' says where, 'slipswitch logs --follow' "
                "what it "
                "does. Another one needs a home of its own (--home).");
        return started.error().code == ErrorCode::Conflict ? ExitCode::Conflict : ExitCode::Failed;
    }
    announce(gateway, options);
    QCoreApplication::exec();
    gateway.stop();
    return ExitCode::Ok;
}

} // namespace slipswitch::app
