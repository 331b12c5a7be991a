#include "core/provider/Authenticate.h"
#include "core/provider/Endpoint.h"

#include <QtTest>

using namespace slipswitch;
using namespace slipswitch::provider;
using domain::AuthScheme;
using domain::Dialect;

namespace {

QString shown(std::string_view url)
{
    const auto endpoint = parseEndpoint(url);
    if (!endpoint)
        return QStringLiteral("refused");
    return QString::fromStdString((endpoint->tls ? "tls " : "plain ") + endpoint->host + ' '
        + std::to_string(endpoint->port) + ' ' + endpoint->basePath + ' ' + endpoint->hostField);
}

std::string line(const domain::Authentication &auth, std::string key)
{
    std::string head = "POST / HTTP/1.1\r\n";
    const auto start = head.size();
    return authenticate(head, auth, Secret(std::move(key))) ? head.substr(start)
                                                            : "refused " + head.substr(start);
}

std::string target(std::string path, const domain::Authentication &auth, std::string key)
{
    return authenticatedTarget(std::move(path), auth, Secret(std::move(key)));
}

} // namespace

class TestEndpoint : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void urlsAreTakenApart_data();
    void urlsAreTakenApart();
    void errorsNameWhatIsWrong();
    void pathsAreAppendedToTheBase();
    void imagesAndAudioLiveBesideChat();
    void keyTravelsAsTheProviderWantsIt();
    void keysCannotBreakOutOfTheirLine();
    void keysInQueriesAreEscaped();
};

void TestEndpoint::urlsAreTakenApart_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QString>("parts");
    const auto row = [](const char *url, const char *parts) {
        QTest::newRow(url) << QByteArray(url) << QString::fromUtf8(parts);
    };
    row("https://api.openai.com/v1", "tls api.openai.com 443 /v1 api.openai.com");
    row("https://api.openai.com/v1///", "tls api.openai.com 443 /v1 api.openai.com");
    row("HTTPS://API.OpenAI.com", "tls api.openai.com 443  api.openai.com");
    row("http://localhost:11434/", "plain localhost 11434  localhost:11434");
    row("http://localhost:80/a/b", "plain localhost 80 /a/b localhost");
    row("https://x:443/V1", "tls x 443 /V1 x");
    row("http://[::1]:8080/v1", "plain ::1 8080 /v1 [::1]:8080");
    row("http://127.0.0.1/v1", "plain 127.0.0.1 80 /v1 127.0.0.1");
    row("https://h/a%20b", "tls h 443 /a%20b h");
    for (const auto *bad :
        {"", "api.openai.com/v1", "ftp://x/v1", "file:///etc/passwd", "https://", "https:///v1",
            "https://user:pass@x/v1", "https://user@x", "https://x/v1?key=1", "https://x/v1#a",
            "https://x:0/", "https://x:99999/", "https://x:/", "https://x y/", "https://{resource}.azure.com",
            "javascript:alert(1)", "https://x\r\nHost: y/", "https://a%0d%0ab/"})
        row(bad, "refused");
}

void TestEndpoint::urlsAreTakenApart()
{
    QFETCH(QByteArray, url);
    QFETCH(QString, parts);
    QCOMPARE(shown(url.toStdString()), parts);
}

void TestEndpoint::errorsNameWhatIsWrong()
{
    const auto detail = [](std::string_view url) { return parseEndpoint(url).error().detail; };
    QVERIFY(detail("ftp://x").find("http://") != std::string::npos);
    QVERIFY(detail("https://u:secret-word@x").find("password") != std::string::npos);
    QVERIFY(detail("https://u:secret-word@x").find("secret-word") == std::string::npos);
    QCOMPARE(parseEndpoint("ftp://x").error().code, ErrorCode::BadRequest);
    QCOMPARE(parseEndpoint("ftp://x").error().source, ErrorSource::Client);
}

void TestEndpoint::pathsAreAppendedToTheBase()
{
    QCOMPARE(
        parseEndpoint("https://x/v1/")->target("/chat/completions"), std::string("/v1/chat/completions"));
    QCOMPARE(parseEndpoint("https://x")->target("/chat/completions"), std::string("/chat/completions"));
    QCOMPARE(*normalisedUrl("HTTP://X:80/v1/"), std::string("http://x/v1"));
}

void TestEndpoint::imagesAndAudioLiveBesideChat()
{
    domain::Provider provider;
    provider.name = "p";
    provider.baseUrls = {{Dialect::OpenAiChat, "https://x/v1"}, {Dialect::AnthropicMessages, "https://x"}};
    QCOMPARE(endpointOf(provider, Dialect::OpenAiOther)->basePath, std::string("/v1"));
    QCOMPARE(endpointOf(provider, Dialect::AnthropicMessages)->basePath, std::string());
    QVERIFY(speaks(provider, Dialect::OpenAiOther));
    QVERIFY(!speaks(provider, Dialect::OpenAiEmbeddings));
    QCOMPARE(endpointOf(provider, Dialect::OpenAiEmbeddings).error().code, ErrorCode::Unsupported);
    QVERIFY(!speaks({}, Dialect::OpenAiOther));
}

void TestEndpoint::keyTravelsAsTheProviderWantsIt()
{
    QCOMPARE(line({}, "sk-1"), std::string("Authorization: Bearer sk-1\r\n"));
    QCOMPARE(line({AuthScheme::Header, "x-api-key", ""}, "sk-1"), std::string("x-api-key: sk-1\r\n"));
    QCOMPARE(line({AuthScheme::Bearer, "Authorization", "Api-Key "}, "k"),
        std::string("Authorization: Api-Key k\r\n"));
    QCOMPARE(line({AuthScheme::None, "", ""}, "sk-1"), std::string());
    QCOMPARE(line({AuthScheme::Query, "key", ""}, "sk-1"), std::string());
    QCOMPARE(line({}, ""), std::string());
}

void TestEndpoint::keysCannotBreakOutOfTheirLine()
{
    QCOMPARE(line({}, "a\r\nHost: evil"), std::string("refused "));
    QCOMPARE(line({}, std::string("a\0b", 3)), std::string("refused "));
    QCOMPARE(line({AuthScheme::Header, "x y", ""}, "a"), std::string("refused "));
    QCOMPARE(line({AuthScheme::Header, "x", "\n"}, "a"), std::string("refused "));
}

void TestEndpoint::keysInQueriesAreEscaped()
{
    const domain::Authentication query {AuthScheme::Query, "key", ""};
    QCOMPARE(target("/v1/models", query, "a&b=c d"), std::string("/v1/models?key=a%26b%3Dc%20d"));
    QCOMPARE(target("/v1/models?alt=sse", query, "AIza-_.~"), std::string("/v1/models?alt=sse&key=AIza-_.~"));
    QCOMPARE(target("/v1", {}, "sk"), std::string("/v1"));
    QCOMPARE(target("/v1", query, ""), std::string("/v1"));
}

QTEST_GUILESS_MAIN(TestEndpoint)
#include "TestEndpoint.moc"
