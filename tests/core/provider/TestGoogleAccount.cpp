#include "core/provider/GoogleAccount.h"
#include "core/provider/KeyForm.h"
#include "tests/support/ServiceAccount.h"

#include <QtTest>

using namespace slipswitch;
using namespace slipswitch::provider;
namespace json = boost::json;

namespace {

const tests::ServiceAccountKey &accountKey()
{
    static const tests::ServiceAccountKey key;
    return key;
}

Secret file(const char *member = nullptr, const char *value = nullptr)
{
    auto object = json::parse(accountKey().file("https://oauth2.googleapis.com/token")).as_object();
    if (member)
        object[member] = value;
    return Secret(json::serialize(object));
}

std::string answerWith(const char *one, const char *its, const char *other, const json::value &theirs)
{
    return json::serialize(json::object {{one, its}, {other, theirs}});
}

} // namespace

class TestGoogleAccount : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keyFilesAreRead();
    void otherTextsAreNoAccounts();
    void claimsAreSigned();
    void keysThatCannotSignAreTold();
    void answersAreRead();
};

void TestGoogleAccount::keyFilesAreRead()
{
    const auto account = serviceAccountIn(file());
    QVERIFY(account.has_value());
    QCOMPARE(account->email, std::string("robot@p-1.iam.gserviceaccount.com"));
    QCOMPARE(account->tokenUrl, std::string("https://oauth2.googleapis.com/token"));
    QCOMPARE(account->keyId, std::string("kid-1"));
    QVERIFY(account->privateKey.reveal().starts_with("-----BEGIN"));
    const auto pieces = piecesOf(file());
    QCOMPARE(pieces.size(), std::size_t(1));
    QVERIFY(pieces[0] == account->privateKey);
}

void TestGoogleAccount::otherTextsAreNoAccounts()
{
    QVERIFY(!serviceAccountIn(Secret()));
    QVERIFY(!serviceAccountIn(Secret(std::string("ya29.token"))));
    QVERIFY(!serviceAccountIn(Secret(std::string("{"))));
    QVERIFY(!serviceAccountIn(file("type", "authorized_user")));
    QVERIFY(!serviceAccountIn(file("client_email", "")));
    QVERIFY(!serviceAccountIn(file("client_email", "a\",\"sub\":\"boss@p")));
    // A claim would travel where others can listen.
    QVERIFY(!serviceAccountIn(file("token_uri", "http://tokens.example/token")));
    QVERIFY(!serviceAccountIn(file("token_uri", "file:///etc/passwd")));
    QVERIFY(serviceAccountIn(file("token_uri", "http://127.0.0.1:8080/token")));
}

void TestGoogleAccount::claimsAreSigned()
{
    const UtcTime now {std::chrono::seconds {1'700'000'000}};
    const auto form = tokenForm(*serviceAccountIn(file()), now);
    QVERIFY(form.has_value());
    const auto claim = form->substr(form->find("assertion=") + 10);
    QVERIFY(accountKey().signedIt(claim));
    QVERIFY(!tests::ServiceAccountKey().signedIt(claim));
    const auto claims = tests::ServiceAccountKey::piece(claim, 1);
    const json::object wanted {{"iss", "robot@p-1.iam.gserviceaccount.com"}, {"exp", 1700003600},
        {"iat", 1700000000}, {"scope", "https://www.googleapis.com/auth/cloud-platform"},
        {"aud", "https://oauth2.googleapis.com/token"}};
    QVERIFY(claims == wanted);
}

void TestGoogleAccount::keysThatCannotSignAreTold()
{
    for (const char *pem : {"nonsense", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"}) {
        const auto form = tokenForm(*serviceAccountIn(file("private_key", pem)), {});
        QVERIFY(!form && form.error().code == ErrorCode::BadRequest);
        QVERIFY(form.error().detail.find("BEGIN") == std::string::npos);
    }
}

void TestGoogleAccount::answersAreRead()
{
    const auto good = accessTokenIn(answerWith("access_token", "t", "expires_in", 3599));
    QVERIFY(good && good->token.reveal() == "t" && good->lifetime == std::chrono::seconds {3599});
    const auto odd = accessTokenIn(answerWith("access_token", "t", "expires_in", -5));
    QCOMPARE(odd->lifetime, std::chrono::seconds {0});
    const auto refused
        = accessTokenIn(answerWith("error", "invalid_grant", "error_description", "Not a valid email."));
    QCOMPARE(refused.error().detail,
        std::string("Google gave the service account no token: invalid_grant: Not a valid email."));
    const auto quoting
        = accessTokenIn(answerWith("error", "x", "error_description", "bad eyJhbGci.eyJpc3M.c2ln"));
    QCOMPARE(quoting.error().detail, std::string("Google gave the service account no token: x"));
    QVERIFY(accessTokenIn("{}").error().code == ErrorCode::Unauthorized);
    QVERIFY(accessTokenIn("<html>").error().code == ErrorCode::BadResponse);
}

QTEST_GUILESS_MAIN(TestGoogleAccount)
#include "TestGoogleAccount.moc"
