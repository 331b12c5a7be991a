#include "core/provider/AwsSigning.h"

#include <QtTest>

using namespace slipswitch;
using namespace slipswitch::provider;

namespace {

const std::string secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const std::string token
    = "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTf"
      "lfKD8YUuwthAx7mSEI/qkPpKPi/"
      "kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvl"
      "Rd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+"
      "scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx"
      "3iSIlTJabIQwj2ICCR/oLxBA==";

/// 2015-08-30T12:36:00Z, as in AWS's test suite.
UtcTime then()
{
    return UtcTime {std::chrono::seconds {1440938160}};
}

AwsKey key(const std::string &itsToken = {})
{
    return {"AKIDEXAMPLE", Secret(std::string(secret)), Secret(std::string(itsToken))};
}

std::string signatureIn(const std::string &fields)
{
    const auto at = fields.find("Signature=");
    return fields.substr(at + 10, 64);
}

std::string describe(const std::string &text)
{
    const auto found = awsKeyIn(Secret(std::string(text)));
    if (!found)
        return "none";
    return found->id + '|' + std::string(found->secret.reveal()) + '|' + std::string(found->token.reveal());
}

} // namespace

class TestAwsSigning : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signsAsAwsTestSuiteDoes_data();
    void signsAsAwsTestSuiteDoes();
    void fieldsAreComplete();
    void modelsWithColonsAreEncodedTwice();
    void keysAreReadInEveryForm();
    void regionIsToldOrFound();
};

/// Rows of AWS's own "aws-sig-v4-test-suite" and its results.
void TestAwsSigning::signsAsAwsTestSuiteDoes_data()
{
    QTest::addColumn<std::string>("method");
    QTest::addColumn<std::string>("target");
    QTest::addColumn<std::string>("type");
    QTest::addColumn<std::string>("body");
    QTest::addColumn<std::string>("itsToken");
    QTest::addColumn<std::string>("signature");
    const auto row = [](const char *name, const char *method, const char *target, const char *type,
                         const char *body, const std::string &itsToken, const char *signature) {
        QTest::newRow(name) << std::string(method) << std::string(target) << std::string(type)
                            << std::string(body) << itsToken << std::string(signature);
    };
    row("get-vanilla", "GET", "/", "", "", {},
        "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
    row("get-vanilla-query-order-key-case", "GET", "/?Param2=value2&Param1=value1", "", "", {},
        "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
    row("post-vanilla", "POST", "/", "", "", {},
        "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
    row("post-x-www-form-urlencoded", "POST", "/", "application/x-www-form-urlencoded", "Param1=value1", {},
        "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
    row("post-sts-header-before", "POST", "/", "", "", token,
        "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead");
}

void TestAwsSigning::signsAsAwsTestSuiteDoes()
{
    QFETCH(std::string, method);
    QFETCH(std::string, target);
    QFETCH(std::string, type);
    QFETCH(std::string, body);
    QFETCH(std::string, itsToken);
    QFETCH(std::string, signature);
    const auto fields = signedFields(
        key(itsToken), {method, target, "example.amazonaws.com", type, body, "us-east-1", "service", then()});
    QCOMPARE(signatureIn(fields), signature);
    QVERIFY(fields.find(secret) == std::string::npos);
}

void TestAwsSigning::fieldsAreComplete()
{
    const auto fields = signedFields(key("session"),
        {"POST", "/model/a/converse", "h", "application/json", "{}", "eu-west-1", "bedrock", then()});
    QVERIFY2(fields.starts_with("X-Amz-Date: 20150830T123600Z\r\nX-Amz-Security-Token: session\r\n"
                                "Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/eu-west-1/"
                                "bedrock/aws4_request, SignedHeaders=content-type;host;x-amz-date;"
                                "x-amz-security-token, Signature="),
        fields.c_str());
    QVERIFY(fields.ends_with("\r\n"));
}

/// Found with an independent implementation: the path is encoded once as it is sent, and once more to sign.
void TestAwsSigning::modelsWithColonsAreEncodedTwice()
{
    const auto fields = signedFields(key(),
        {"POST", "/model/us.amazon.nova-2-lite-v1%3A0/converse-stream",
            "bedrock-runtime.us-east-1.amazonaws.com", "application/json", R"({"messages":[]})", "us-east-1",
            "bedrock", then()});
    QCOMPARE(
        signatureIn(fields), std::string("7bbb237c57628323338c0a3647efebbd485f62a9238e2a41c28f8b3a544b76ca"));
}

void TestAwsSigning::keysAreReadInEveryForm()
{
    QCOMPARE(describe("AKIAIOSFODNN7EXAMPLE:abc/+="), std::string("AKIAIOSFODNN7EXAMPLE|abc/+=|"));
    QCOMPARE(describe(" ASIAIOSFODNN7EXAMPLE:abc:tok==\n"), std::string("ASIAIOSFODNN7EXAMPLE|abc|tok=="));
    QCOMPARE(
        describe(
            R"({"Version":1,"AccessKeyId":"ASIAIOSFODNN7EXAMPLE","SecretAccessKey":"s","SessionToken":"t"})"),
        std::string("ASIAIOSFODNN7EXAMPLE|s|t"));
    QCOMPARE(describe(R"({"Credentials":{"AccessKeyId":"AKIAIOSFODNN7EXAMPLE","SecretAccessKey":"s"}})"),
        std::string("AKIAIOSFODNN7EXAMPLE|s|"));
    for (const auto *other :
        {"", "ABSKQmVkcm9ja0FQSUtleS1hYmNk", "AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE:", "akia:abc",
            "AKIAIOSFODNN7EXAMPLE:a b", "AKIAIOSFODNN7EXAMPLE:a\r\nX: y", "{}", "{", "sk-a:b"})
        QCOMPARE(describe(other), std::string("none"));
}

void TestAwsSigning::regionIsToldOrFound()
{
    domain::Provider provider;
    const auto found = [&provider](const char *host) { return std::string(awsRegionOf(provider, host)); };
    QCOMPARE(found("bedrock-runtime.eu-west-1.amazonaws.com"), std::string("eu-west-1"));
    QCOMPARE(found("bedrock-runtime-fips.us-gov-west-1.amazonaws.com"), std::string("us-gov-west-1"));
    QCOMPARE(
        found("vpce-0a1-b.bedrock-runtime.ap-southeast-2.vpce.amazonaws.com"), std::string("ap-southeast-2"));
    QCOMPARE(found("127.0.0.1"), std::string());
    QCOMPARE(found("my-proxy.example"), std::string());
    provider.parameters["region"] = "us-west-2";
    QCOMPARE(found("bedrock-runtime.eu-west-1.amazonaws.com"), std::string("us-west-2"));
}

QTEST_GUILESS_MAIN(TestAwsSigning)
#include "TestAwsSigning.moc"
