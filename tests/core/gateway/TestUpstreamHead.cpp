#include "core/gateway/UpstreamHead.h"

#include <QtTest>

using namespace slipswitch;

namespace {

http::RequestHead clientHead()
{
    http::RequestHead head;
    head.method = "POST";
    head.target = "/v1/chat/completions?key=sk-slip-mine&api-version=1";
    head.path = "/v1/chat/completions";
    head.query = "key=sk-slip-mine&api-version=1";
    head.fields.add("Host", "127.0.0.1:4141");
    head.fields.add("Authorization", "Bearer sk-slip-mine");
    head.fields.add("X-Api-Key", "sk-slip-mine");
    head.fields.add("Connection", "keep-alive, X-Per-Hop");
    head.fields.add("X-Per-Hop", "1");
    head.fields.add("Content-Type", "application/json");
    head.fields.add("Content-Length", "10");
    head.fields.add("Accept-Encoding", "gzip, br");
    head.fields.add("X-Stainless-Lang", "js");
    head.fields.add("Cookie", "a=b");
    return head;
}

gateway::Target target()
{
    gateway::Target made;
    made.hostField = "api.example.com";
    made.basePath = "/v1";
    return made;
}

} // namespace

class TestUpstreamHead : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void clientsCredentialsStayHere();
    void keyTravelsAsTheProviderWants();
    void providersWithoutKeyGetNone();
};

void TestUpstreamHead::clientsCredentialsStayHere()
{
    domain::Provider provider;
    const Secret secret(std::string("provider-key"));
    const auto client = clientHead();
    const auto place = target();
    const auto head
        = gateway::writeUpstreamHead({client, place, provider, &secret, "/chat/completions", 25, false})
              .value();
    QCOMPARE(QByteArray::fromStdString(head),
        QByteArray("POST /v1/chat/completions?api-version=1 HTTP/1.1\r\n"
                   "Host: api.example.com\r\n"
                   "Authorization: Bearer provider-key\r\n"
                   "Content-Type: application/json\r\n"
                   "X-Stainless-Lang: js\r\n"
                   "Accept-Encoding: identity\r\n"
                   "Content-Length: 25\r\n\r\n"));
}

void TestUpstreamHead::keyTravelsAsTheProviderWants()
{
    const Secret secret(std::string("provider-key"));
    const auto client = clientHead();
    const auto place = target();
    domain::Provider provider;
    provider.auth = {domain::AuthScheme::Header, "api-key", ""};
    QVERIFY(gateway::writeUpstreamHead({client, place, provider, &secret, "/x", 0, false})
                .value()
                .find("\r\napi-key: provider-key\r\n")
        != std::string::npos);
    provider.auth = {domain::AuthScheme::Query, "key", ""};
    QVERIFY(gateway::writeUpstreamHead({client, place, provider, &secret, "/x", 0, false})
            .value()
            .starts_with("POST /v1/x?api-version=1&key=provider-key HTTP/1.1\r\n"));
}

void TestUpstreamHead::providersWithoutKeyGetNone()
{
    domain::Provider provider;
    const auto client = clientHead();
    const auto place = target();
    const auto head = gateway::writeUpstreamHead({client, place, provider, nullptr, "/x", 0, false}).value();
    QVERIFY(head.find("sk-slip-mine") == std::string::npos);
    QVERIFY(head.find("uthorization") == std::string::npos);
}

QTEST_GUILESS_MAIN(TestUpstreamHead)
#include "TestUpstreamHead.moc"
