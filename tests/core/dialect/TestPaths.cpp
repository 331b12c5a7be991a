#include "core/dialect/Endpoint.h"

#include <QtTest>

using namespace slipswitch;
using dialect::Operation;

class TestPaths : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pathsAreUnderstood_data();
    void pathsAreUnderstood();
    void nearMissesAreNamed_data();
    void nearMissesAreNamed();
    void methodsAreChecked();
};

void TestPaths::pathsAreUnderstood_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("operation");
    const auto row = [](const char *path, Operation operation) {
        QTest::newRow(path) << QByteArray(path) << static_cast<int>(operation);
    };
    row("/v1/chat/completions", Operation::ChatCompletions);
    row("/chat/completions", Operation::ChatCompletions);
    row("/v1/v1/chat/completions", Operation::ChatCompletions);
    row("/v1/chat/completions/", Operation::ChatCompletions);
    row("/v1/completions", Operation::Completions);
    row("/v1/embeddings", Operation::Embeddings);
    row("/v1/responses", Operation::Responses);
    row("/v1/responses/input_tokens", Operation::ResponsesCountTokens);
    row("/v1/responses/resp_1", Operation::StoredResponse);
    row("/v1/responses/resp_1/cancel", Operation::StoredResponse);
    row("/v1/moderations", Operation::Moderations);
    row("/v1/images/generations", Operation::ImageGenerations);
    row("/v1/images/edits", Operation::ImageEdits);
    row("/v1/audio/speech", Operation::Speech);
    row("/v1/audio/transcriptions", Operation::Transcriptions);
    row("/v1/models", Operation::ListModels);
    row("/v1/models/demo/echo", Operation::GetModel);
    row("/v1beta/models/demo/echo:generateContent", Operation::GenerateContent);
    row("/v1beta/demo/echo:streamGenerateContent", Operation::StreamGenerateContent);
    row("/v1beta/echo:generateContent", Operation::Unknown);
    row("/v1beta/:generateContent", Operation::Unknown);
    row("/api/chat", Operation::OllamaChat);
    row("/api/generate", Operation::OllamaGenerate);
    row("/api/embed", Operation::OllamaEmbed);
    row("/api/embeddings", Operation::OllamaEmbed);
    row("/api/tags", Operation::OllamaTags);
    row("/api/show", Operation::OllamaShow);
    row("/api/ps", Operation::OllamaRunning);
    row("/api/version", Operation::OllamaVersion);
    row("/", Operation::Health);
    row("/health", Operation::Health);
    row("/api/hello", Operation::Health);
    row("/v1/nothing", Operation::Unknown);
    row("", Operation::Unknown);
    row("/v1/", Operation::Unknown);
}

void TestPaths::pathsAreUnderstood()
{
    QFETCH(QByteArray, path);
    QFETCH(int, operation);
    QCOMPARE(static_cast<int>(dialect::endpointOf(path.toStdString()).operation), operation);
}

void TestPaths::nearMissesAreNamed_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("nearest");
    QTest::newRow("typo") << QByteArray("/v1/chat/completion") << QByteArray("/v1/chat/completions");
    QTest::newRow("prefix") << QByteArray("/openai/chat/completions") << QByteArray("/v1/chat/completions");
    QTest::newRow("embedding") << QByteArray("/v1/embedding") << QByteArray("/v1/embeddings");
    QTest::newRow("ollama") << QByteArray("/api/chats") << QByteArray("/api/chat");
    QTest::newRow("far") << QByteArray("/wp-admin/setup.php") << QByteArray();
    QTest::newRow("long") << QByteArray(100'000, 'x') << QByteArray();
}

void TestPaths::nearMissesAreNamed()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, nearest);
    QCOMPARE(QByteArray::fromStdString(dialect::nearestPath(path.toStdString())), nearest);
}

void TestPaths::methodsAreChecked()
{
    QVERIFY(dialect::takes(dialect::endpointOf("/v1/chat/completions"), "POST"));
    QVERIFY(!dialect::takes(dialect::endpointOf("/v1/chat/completions"), "GET"));
    QVERIFY(dialect::takes(dialect::endpointOf("/v1/models"), "HEAD"));
    QVERIFY(!dialect::takes(dialect::endpointOf("/health"), "POST"));
}

QTEST_GUILESS_MAIN(TestPaths)
#include "TestPaths.moc"
