#include "core/dialect/openai/ChatPatch.h"

#include <QtTest>

using namespace slipswitch;
using namespace slipswitch::dialect;
using domain::Quirk;
using domain::Quirks;

/// A chat client's bytes for a provider that speaks chat, but not quite the same.
class TestChatPatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyWhatTheQuirkIsAboutChanges_data();
    void onlyWhatTheQuirkIsAboutChanges();
};

void TestChatPatch::onlyWhatTheQuirkIsAboutChanges_data()
{
    QTest::addColumn<Quirks>("quirks");
    QTest::addColumn<bool>("thinks");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("notes");
    const auto row = [](const char *name, Quirks quirks, bool thinks, const char *body, const char *sent,
                         const char *notes = "") {
        QTest::newRow(name) << quirks << thinks << QByteArray(body) << QByteArray(sent) << QByteArray(notes);
    };
    const Quirks newer {Quirk::MaxCompletionTokens}, most {Quirk::NeedsMaxTokens},
        strict {Quirk::RejectsStreamOptions};
    const auto *renamed = "max_tokens sent as max_completion_tokens";
    const auto *dropped = "stream_options dropped: this provider refuses them";

    row("older name", newer, true, R"({"max_tokens" : 5, "model":"m","x":"max_tokens"})",
        R"({"max_completion_tokens" : 5, "model":"m","x":"max_tokens"})", renamed);
    row("no thinker", newer, false, R"({"model":"m","max_tokens":5})", R"({"model":"m","max_tokens":5})");
    row("newer name", newer, true, R"({"model":"m","max_completion_tokens":5})",
        R"({"model":"m","max_completion_tokens":5})");
    row("both names", newer, true, R"({"model":"m","max_tokens":4,"max_completion_tokens":5})",
        R"({"model":"m","max_tokens":4,"max_completion_tokens":5})");
    row("no quirk", {}, true, R"({"model":"m","max_tokens":5})", R"({"model":"m","max_tokens":5})");

    row("no most", most, false, R"( {"model":"m"})", R"( {"max_tokens":777,"model":"m"})");
    row("no most, newer", newer.with(most), false, R"({"model":"m"})",
        R"({"max_completion_tokens":777,"model":"m"})");
    row("most is null", most, false, R"({"model":"m","max_tokens":null})",
        R"({"model":"m","max_tokens":777})");
    row("most is told", most, false, R"({"model":"m","max_tokens":5})", R"({"model":"m","max_tokens":5})");
    row("most is told newly", most, false, R"({"model":"m","max_completion_tokens":5})",
        R"({"model":"m","max_completion_tokens":5})");

    row("options", strict, false,
        R"({"model":"m", "stream_options" : {"include_usage":true} ,"stream":true})",
        R"({"model":"m" ,"stream":true})", dropped);
    row("options first", strict, false, R"({"stream_options":{},"model":"m"})", R"({"model":"m"})", dropped);
    row("options last", strict, false, R"({"model":"m","stream_options":null})", R"({"model":"m"})", dropped);
    row("options and most", strict.with(most), false, R"({"stream_options":{},"model":"m"})",
        R"({"max_tokens":777,"model":"m"})", dropped);
    row("no options", strict, false, R"({"model":"m"})", R"({"model":"m"})");

    row("thoughts", {Quirk::ReasoningField}, false,
        R"({"model":"m","messages":[{"role":"assistant","reasoning_content":"t"}]})",
        R"({"model":"m","messages":[{"role":"assistant"}]})",
        "reasoning_content dropped: it is no field of this provider");
    row("thoughts wanted", {Quirk::ReasoningContent}, false,
        R"({"model":"m","messages":[{"role":"assistant","reasoning_content":"t"}]})",
        R"({"model":"m","messages":[{"role":"assistant","reasoning_content":"t"}]})");
}

void TestChatPatch::onlyWhatTheQuirkIsAboutChanges()
{
    QFETCH(Quirks, quirks);
    QFETCH(bool, thinks);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, sent);
    QFETCH(QByteArray, notes);
    std::string text = body.toStdString();
    constexpr std::size_t padding = 64;
    text.reserve(text.size() + padding);
    const auto peek = peekJson(text);
    QVERIFY(peek);
    Destination to;
    to.model = "m";
    to.quirks = quirks;
    to.maxOutputTokens = 777;
    to.reasons = thinks;
    Losses losses;
    Changes changes {"m"};
    changes.edits = chat::editsFor(text, *peek, to, losses);
    const auto patched = patchJson(text, *peek, changes);
    QCOMPARE(patched.value_or(text), sent.toStdString());
    QCOMPARE(losses.text(), notes.toStdString());
    QVERIFY(changes.edits.empty() || patched);
}

QTEST_GUILESS_MAIN(TestChatPatch)
#include "TestChatPatch.moc"
