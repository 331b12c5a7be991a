#include "ui/shell/TryLine.h"

#include "core/service/Tools.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/CodeView.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <memory>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int linesShown = 4, codeWidth = 480;

/// The tool whose lines are a command.
struct Lines
{
    std::string lines, path;
};

Lines command()
{
    auto tools = service::loadTools();
    if (!tools)
        return {};
    for (const auto &tool : *tools) {
        for (const auto &way : tool.ways) {
            if (way.lines.starts_with("curl"))
                return {way.lines, tool.path};
        }
    }
    return {};
}

} // namespace

TryLine::TryLine(QWidget *parent)
    : QWidget(parent)
    , m_button(makeButton(tr("Make a key and copy a command"), u"terminal"_s))
    , m_code(new CodeView(tr("A command to try it")))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_button, 0, Qt::AlignHCenter);
    column->addWidget(m_code, 0, Qt::AlignHCenter);
    m_code->fitLines(linesShown);
    m_code->setFixedWidth(codeWidth);
    m_code->hide();
    connect(m_button, &QPushButton::clicked, this, &TryLine::wanted);
}

void TryLine::setReady(bool ready)
{
    m_button->setEnabled(ready);
}

void TryLine::setLine(const QString &shown, const QString &copied)
{
    m_code->setText(shown, copied);
    m_code->show();
    m_button->hide();
    QGuiApplication::clipboard()->setText(copied);
}

namespace {

void fill(service::GatewayService &gateway, TryLine &line, const Secret &key)
{
    const auto wanted = command();
    const auto models = service::modelsFor(*gateway.settings(), gateway.catalog().get(), wanted.path);
    const auto filled = [&](const std::string &word) {
        return QString::fromStdString(service::fillLines(wanted.lines, gateway.state().address.toStdString(),
            word, models.empty() ? std::string("demo/echo") : models.front()));
    };
    line.setLine(filled(key.masked()), filled(std::string(key.reveal())));
}

bool inForce(const service::GatewayService &gateway, const std::string &id)
{
    const auto &keys = gateway.settings()->accessKeys;
    return std::any_of(keys.begin(), keys.end(), [&](const auto &key) { return key.id == id; });
}

/// A key is written some moments before it counts, and a pasted command may be quicker.
void fillOnceInForce(service::GatewayService &gateway, TryLine &line, governance::NewAccessKey made)
{
    if (inForce(gateway, made.key.id))
        return fill(gateway, line, made.secret);
    auto *once = new QObject(&line);
    QObject::connect(&gateway, &service::GatewayService::settingsChanged, once,
        [&gateway, &line, once, made = std::make_shared<governance::NewAccessKey>(std::move(made))] {
            if (!inForce(gateway, made->key.id))
                return;
            fill(gateway, line, made->secret);
            once->deleteLater();
        });
}

} // namespace

void serveTryLine(
    service::GatewayService &gateway, TryLine &line, const std::function<void(const Error &)> &failed)
{
    QObject::connect(&line, &TryLine::wanted, &line, [&gateway, &line, failed] {
        gateway.accessKeys().create(
            &line, {"terminal", {}, {}}, [&gateway, &line, failed](Result<governance::NewAccessKey> made) {
                if (!made)
                    return failed(made.error());
                fillOnceInForce(gateway, line, std::move(*made));
            });
    });
}

} // namespace slipswitch::ui
