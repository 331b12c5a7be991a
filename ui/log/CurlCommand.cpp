#include "ui/log/CurlCommand.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using domain::Exchange;

namespace {

QString text(const std::string &said)
{
    return QString::fromStdString(said);
}

QString shellQuoted(QString word)
{
    return u'\'' + word.replace(u'\'', u"'\\''"_s) + u'\'';
}

/// A small request of the kind, for when its own body was not kept; empty where none is known.
QString shortBody(const Exchange &e)
{
    using domain::Dialect;
    const QJsonObject hello {{u"role"_s, u"user"_s}, {u"content"_s, u"Hello"_s}};
    QJsonObject body {{u"model"_s, text(e.requestedModel)}};
    if (e.method == "GET")
        return {};
    switch (e.dialect) {
    case Dialect::AnthropicMessages:
        body[u"max_tokens"_s] = 256;
        [[fallthrough]];
    case Dialect::AnthropicCountTokens:
    case Dialect::OpenAiChat:
    case Dialect::CohereChatV2:
    case Dialect::Ollama:
        body[u"messages"_s] = QJsonArray {hello};
        break;
    case Dialect::OpenAiResponses:
    case Dialect::OpenAiCountTokens:
    case Dialect::OpenAiEmbeddings:
    case Dialect::OllamaEmbed:
        body[u"input"_s] = u"Hello"_s;
        break;
    case Dialect::OpenAiCompletions:
        body[u"prompt"_s] = u"Hello"_s;
        break;
    case Dialect::Gemini:
    case Dialect::GeminiCountTokens: {
        // Its path names the model.
        const QJsonObject said {{u"parts"_s, QJsonArray {QJsonObject {{u"text"_s, u"Hello"_s}}}}};
        body = {{u"contents"_s, QJsonArray {said}}};
        break;
    }
    default:
        return {};
    }
    return QString::fromUtf8(QJsonDocument(body).toJson(QJsonDocument::Compact));
}

} // namespace

QString curlCommand(const Exchange &e, const std::optional<std::string> &body, const QString &address)
{
    auto base = address.isEmpty() ? u"http://127.0.0.1:4141/v1"_s : address;
    if (base.endsWith("/v1"_L1))
        base.chop(3);
    const auto sent = body ? text(*body) : shortBody(e);
    QStringList parts {u"curl "_s + shellQuoted(base + text(e.path))};
    const bool implied = e.method == (sent.isEmpty() ? "GET" : "POST");
    if (!e.method.empty() && !implied)
        parts << u"-X "_s + shellQuoted(text(e.method));
    const bool anthropic = e.dialect == domain::Dialect::AnthropicMessages
        || e.dialect == domain::Dialect::AnthropicCountTokens;
    parts << (anthropic ? u"-H \"x-api-key: $SLIPSWITCH_KEY\""_s
                        : u"-H \"Authorization: Bearer $SLIPSWITCH_KEY\""_s);
    if (anthropic)
        parts << u"-H 'anthropic-version: 2023-06-01'"_s;
    if (e.method == "GET" || sent.isEmpty())
        return parts.join(u" \\\n  "_s);
    parts << u"-H 'Content-Type: application/json'"_s;
    parts << u"-d "_s + shellQuoted(sent);
    return parts.join(u" \\\n  "_s);
}

} // namespace slipswitch::ui
