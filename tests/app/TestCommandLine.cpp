#include "app/CommandLine.h"
#include "app/CommandTable.h"

#include <QtTest>

using namespace slipswitch;
using namespace slipswitch::app;

class TestCommandLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void optionsAreUnderstoodAnywhere();
    void commandsTakeNamesAndOptions();
    void mistakesAreToldWithoutValues_data();
    void mistakesAreToldWithoutValues();
    void helpNamesEverything();
};

namespace {

Result<CommandLine> parse(const QString &text)
{
    std::vector<std::string> words;
    for (const auto &word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        words.push_back(word.toStdString());
    return parseCommandLine(words);
}

} // namespace

void TestCommandLine::optionsAreUnderstoodAnywhere()
{
    const auto line = parse(QStringLiteral("--headless --home /tmp/x --port=0 --json")).value();
    QVERIFY(line.headless && line.json && !line.help);
    QCOMPARE(line.home->string(), std::string("/tmp/x"));
    QCOMPARE(*line.port, std::uint16_t {0});
    QVERIFY(line.command.empty());
    const auto list = parse(QStringLiteral("--json providers --home=/h list")).value();
    QCOMPARE(list.command, std::string("providers list"));
    QVERIFY(list.json && list.home->string() == "/h");
    QVERIFY(parse({}).value().command.empty());
}

void TestCommandLine::commandsTakeNamesAndOptions()
{
    const auto line = parse(QStringLiteral("providers add work --kind azure --set resource=a=b --set x=2 "
                                           "--key-env=KEY"))
                          .value();
    QCOMPARE(line.name, std::string("work"));
    QCOMPARE(line.value("kind"), std::string("azure"));
    QCOMPARE(line.value("set"), std::string("resource=a=b\nx=2"));
    QCOMPARE(line.value("key-env"), std::string("KEY"));
    QVERIFY(!line.has("key-stdin"));
}

void TestCommandLine::mistakesAreToldWithoutValues_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"canary", "providers", "providers canary", "providers add",
             "providers add a canary", "providers list canary", "providers list --kind canary",
             "--canary-aaaaaaaaaaaaaaaaaaaaaaaaaaaaa=1", "--port", "--port canary", "--port 65536",
             "--port -1", "--port=", "--home", "--home=", "--json=canary", "keys new --name",
             "--headless=yes", "-h", "providers add a --key canary"})
        QTest::addRow("%s", text) << QString::fromLatin1(text);
}

void TestCommandLine::mistakesAreToldWithoutValues()
{
    QFETCH(QString, text);
    const auto line = parse(text);
    QVERIFY(!line);
    QVERIFY(!line.error().detail.empty());
    const auto detail = QString::fromStdString(line.error().detail);
    QVERIFY2(!detail.contains(QLatin1String("canary")) || text.startsWith(QLatin1String("--canary")),
        qPrintable(detail));
}

void TestCommandLine::helpNamesEverything()
{
    const auto help = helpText();
    for (const auto &command : commands()) {
        QVERIFY(help.find(command.name) != std::string::npos);
        for (const auto &option : command.options)
            QVERIFY(help.find("--" + std::string(option.name)) != std::string::npos);
    }
    for (const auto &option : globalOptions())
        QVERIFY(help.find("--" + std::string(option.name)) != std::string::npos);
    QVERIFY(parse(QStringLiteral("providers --help")).value().help);
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "TestCommandLine.moc"
