#include "core/routing/Planner.h"

#include <QtTest>

using namespace slipswitch;
using routing::Planner;

namespace {

domain::Provider provider(std::string name, std::vector<std::string> models, bool listed = true, int keys = 1)
{
    domain::Provider made;
    made.name = std::move(name);
    made.kind = "openai";
    made.models = std::move(models);
    made.modelsListed = listed;
    for (int i = 0; i < keys; ++i)
        made.credentials.push_back({"key" + std::to_string(i), "env:K", {}});
    return made;
}

/// "provider/model#credential" for each try.
QStringList steps(const std::vector<domain::Provider> &providers, const std::vector<routing::Try> &tries)
{
    QStringList list;
    for (const auto &step : tries)
        list << QString::fromStdString(
            providers[step.provider].name + '/' + step.model + '#' + std::to_string(step.credential));
    return list;
}

} // namespace

class TestPlanner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plansInOrder_data();
    void plansInOrder();
    void refusalNamesWhatIsAvailable();
    void refusalWithoutProvidersSaysHowToAddOne();
    void aliasCircleEnds();
    void disabledAndUnableAreSkipped();
};

void TestPlanner::plansInOrder_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("addressed") << "openai/gpt-5" << QStringList {"openai/gpt-5#0", "openai/gpt-5#1"};
    QTest::newRow("addressed, not listed") << "openai/new" << QStringList {"openai/new#0", "openai/new#1"};
    QTest::newRow("bare, several offer it")
        << "shared" << QStringList {"openai/shared#0", "openai/shared#1", "router/shared#0"};
    QTest::newRow("slash inside a model") << "deep/seek" << QStringList {"router/deep/seek#0"};
    QTest::newRow("addressed beats a model with a slash")
        << "router/deep/seek" << QStringList {"router/deep/seek#0"};
    QTest::newRow("alias to a bare name") << "fast" << QStringList {"router/deep/seek#0"};
    QTest::newRow("alias of an alias") << "faster" << QStringList {"router/deep/seek#0"};
    QTest::newRow("alias to an address") << "mine" << QStringList {"local/qwen#0"};
    QTest::newRow("no one lists it") << "unheard-of" << QStringList {"local/unheard-of#0"};
}

void TestPlanner::plansInOrder()
{
    QFETCH(QString, model);
    QFETCH(QStringList, expected);
    const std::vector<domain::Provider> providers {provider("openai", {"gpt-5", "shared"}, true, 2),
        provider("router", {"deep/seek", "shared"}), provider("local", {}, false)};
    const Planner::Aliases aliases {{"fast", "deep/seek"}, {"faster", "fast"}, {"mine", "local/qwen"}};
    const Planner planner(providers, aliases);
    const auto plan = planner.plan(model.toStdString(), {true, true, true});
    QVERIFY(plan.has_value());
    QCOMPARE(steps(providers, *plan), expected);
}

void TestPlanner::refusalNamesWhatIsAvailable()
{
    const std::vector<domain::Provider> providers {provider("openai", {"gpt-5", "o9"})};
    const Planner::Aliases none;
    const auto plan = Planner(providers, none).plan("gpt-6", {true});
    QVERIFY(!plan);
    QCOMPARE(plan.error().code, ErrorCode::NotFound);
    QVERIFY(plan.error().detail.find("openai/gpt-5, openai/o9") != std::string::npos);
}

void TestPlanner::refusalWithoutProvidersSaysHowToAddOne()
{
    const std::vector<domain::Provider> providers;
    const Planner::Aliases none;
    const auto plan = Planner(providers, none).plan("gpt-6", {});
    QVERIFY(!plan);
    QVERIFY(plan.error().detail.find("providers add") != std::string::npos);
}

void TestPlanner::aliasCircleEnds()
{
    const std::vector<domain::Provider> providers {provider("openai", {"gpt-5"})};
    const Planner::Aliases circle {{"a", "b"}, {"b", "a"}};
    QVERIFY(!Planner(providers, circle).plan("a", {true}));
}

void TestPlanner::disabledAndUnableAreSkipped()
{
    std::vector<domain::Provider> providers {
        provider("off", {"m"}), provider("other-dialect", {"m"}), provider("on", {"m"})};
    providers[0].enabled = false;
    const Planner::Aliases none;
    const Planner planner(providers, none);
    QCOMPARE(steps(providers, *planner.plan("m", {true, false, true})), QStringList {"on/m#0"});
    QVERIFY(!planner.plan("off/m", {true, false, true}));
}

QTEST_GUILESS_MAIN(TestPlanner)
#include "TestPlanner.moc"
