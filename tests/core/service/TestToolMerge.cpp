#include "core/service/LineDiff.h"
#include "core/service/ToolMerge.h"

#include <QtTest>

#include <QJsonDocument>
#include <QJsonObject>

using namespace slipswitch;
using namespace slipswitch::service;

namespace {

constexpr auto key = "sk-slip-aaaabbbbccccddddeeeeffffgggghhhh";

Tool toolNamed(const std::string &id)
{
    const auto tools = loadTools().value();
    for (const auto &tool : tools) {
        if (tool.id == id)
            return tool;
    }
    return {};
}

ToolValues values(const std::string &model = "openai/gpt-5.2", const std::string &secret = key)
{
    return {"http://127.0.0.1:4141/v1", Secret(std::string(secret)), model};
}

Result<std::string> merged(const std::string &tool, const std::string &old, const ToolValues &with = values())
{
    const auto known = toolNamed(tool);
    return mergeLines(old, *writtenWay(known), with);
}

std::string textOf(const std::vector<DiffLine> &lines)
{
    std::string text;
    for (const auto &line : lines)
        text += std::string(1, " +-~"[static_cast<int>(line.kind)]) + line.text + "\n";
    return text;
}

std::string codexSettings(const std::string &model = "openai/gpt-5.2")
{
    return "# >>> Slipswitch\nmodel = \"" + model + "\"\nmodel_provider = \"slipswitch\"\n# <<< Slipswitch\n";
}

std::string codexTable(const std::string &more = {})
{
    return "# >>> Slipswitch\n[model_providers.slipswitch]\nname = \"Slipswitch\"\n"
           "base_url = \"http://127.0.0.1:4141/v1\"\nenv_key = \"SLIPSWITCH_KEY\"\nwire_api = \"responses\"\n"
        + more + "# <<< Slipswitch\n";
}

std::string continueEntry(const std::string &indent, const std::string &model = "openai/gpt-5.2")
{
    std::string text;
    for (const auto &line : {std::string("# >>> Slipswitch"), std::string("- name: Slipswitch"),
             std::string("  provider: openai"), "  model: " + model,
             std::string("  apiBase: http://127.0.0.1:4141/v1"), "  apiKey: " + std::string(key),
             std::string("  capabilities: [tool_use]"), std::string("# <<< Slipswitch")})
        text += indent + line + "\n";
    return text;
}

const std::string claudeEnv = "\"env\": {\n    \"ANTHROPIC_BASE_URL\": \"http://127.0.0.1:4141\",\n    "
                              "\"ANTHROPIC_AUTH_TOKEN\": \""
    + std::string(key) + "\"\n  }";

} // namespace

class TestToolMerge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesArePutIntoWhatIsThere_data()
    {
        QTest::addColumn<QString>("tool");
        QTest::addColumn<QString>("old");
        QTest::addColumn<QString>("expected");
        const auto row
            = [](const char *name, const char *tool, const std::string &old, const std::string &expected) {
                  QTest::newRow(name) << QString::fromLatin1(tool) << QString::fromStdString(old)
                                      << QString::fromStdString(expected);
              };
        row("json, no file", "claude-code", "", "{\n  " + claudeEnv + "\n}\n");
        row("json, blank file", "claude-code", " \n", "{\n  " + claudeEnv + "\n}\n");
        row("json, empty object", "claude-code", "{}", "{\n  " + claudeEnv + "\n}");
        row("json, others stay in their order and looks", "claude-code",
            "{\n  \"model\":   \"opus\",\n\n  \"big\": 12345678901234567890.50,\n  \"allow\": "
            "[\"}\\\"{\"]\n}\n",
            "{\n  " + claudeEnv
                + ",\n  \"model\":   \"opus\",\n\n  \"big\": 12345678901234567890.50,\n  \"allow\": "
                  "[\"}\\\"{\"]\n}\n");
        row("json, one that names its schema first", "claude-code",
            "{\n  \"$schema\": \"s\",\n  \"a\": 1\n}\n",
            "{\n  \"$schema\": \"s\",\n  " + claudeEnv + ",\n  \"a\": 1\n}\n");
        row("json, values of the same names are replaced in place", "claude-code",
            "{\n  \"env\": {\n    \"ANTHROPIC_BASE_URL\": \"https://elsewhere.test\",\n    \"FOO\": \"1\"\n  "
            "},\n  "
            "\"a\": 1\n}\n",
            "{\n  \"env\": {\n    \"ANTHROPIC_AUTH_TOKEN\": \"" + std::string(key)
                + "\",\n    \"ANTHROPIC_BASE_URL\": \"http://127.0.0.1:4141\",\n    \"FOO\": \"1\"\n  },\n  "
                  "\"a\": 1\n}\n");
        row("json, in one line", "claude-code", "{\"env\":{\"FOO\":\"1\"},\"a\":1}",
            "{\"env\":{\"ANTHROPIC_BASE_URL\": \"http://127.0.0.1:4141\", \"ANTHROPIC_AUTH_TOKEN\": \""
                + std::string(key) + "\", \"FOO\":\"1\"},\"a\":1}");
        row("json, indented by tabs", "claude-code", "{\n\t\"a\": 1\n}",
            "{\n\t\"env\": {\n\t\t\"ANTHROPIC_BASE_URL\": \"http://127.0.0.1:4141\",\n\t\t"
            "\"ANTHROPIC_AUTH_TOKEN\": \""
                + std::string(key) + "\"\n\t},\n\t\"a\": 1\n}");
        row("json, what is no object gives way to one", "claude-code", "{\n  \"env\": null\n}",
            "{\n  " + claudeEnv + "\n}");
        row("json, lines of Windows", "gemini-cli", "{\r\n  \"a\": 1\r\n}\r\n",
            "{\r\n  \"security\": {\"auth\": {\"selectedType\": "
            "\"gemini-api-key\"}},\r\n  \"a\": 1\r\n}\r\n");
        row("json, within objects in one line", "gemini-cli",
            "{\n  \"security\": { \"auth\": { \"x\": true } }\n}",
            "{\n  \"security\": { \"auth\": { \"selectedType\": \"gemini-api-key\", \"x\": true } }\n}");
        row("toml, no file", "codex", "", codexSettings() + "\n" + codexTable());
        row("toml, others stay", "codex", "# mine\nsandbox = \"strict\" # why\n\n[tui]\nmodel = 'not ours'\n",
            "# mine\nsandbox = \"strict\" # why\n" + codexSettings() + "\n[tui]\nmodel = 'not ours'\n\n"
                + codexTable());
        row("toml, a setting of the same name is put aside", "codex", "model = \"gpt-5.6\"\nx = 1",
            "# model = \"gpt-5.6\"\nx = 1\n" + codexSettings() + "\n" + codexTable());
        row("toml, no settings before the first table", "codex", "[a]\nb = 1\n",
            codexSettings() + "\n[a]\nb = 1\n\n" + codexTable());
        row("toml, names within texts are no settings", "codex",
            "notes = \"\"\"\nmodel = \"x\"\n[model_providers.slipswitch]\n\"\"\"\nlist = [\n  \"[a]\", # "
            "]\n]\n",
            "notes = \"\"\"\nmodel = \"x\"\n[model_providers.slipswitch]\n\"\"\"\nlist = [\n  \"[a]\", # "
            "]\n]\n"
                + codexSettings() + "\n" + codexTable());
        row("toml, other providers stay", "codex", "[model_providers.other]\nname = \"O\"\n",
            codexSettings() + "\n[model_providers.other]\nname = \"O\"\n\n" + codexTable());
        row("toml, ours are replaced where they stand", "codex",
            "a = 1\n" + codexSettings("old/model") + "\n[x]\ny = 1\n\n" + codexTable() + "\n[z]\n",
            "a = 1\n" + codexSettings() + "\n[x]\ny = 1\n\n" + codexTable() + "\n[z]\n");
        row("toml, what others put between the marks stays", "codex",
            "# >>> Slipswitch\nmodel = \"old/model\"\nmodel_provider = \"slipswitch\"\neffort = \"high\"\n# "
            "<<< "
            "Slipswitch\n\n"
                + codexTable("headers = {a = \"b\"}\n"),
            "# >>> Slipswitch\nmodel = \"openai/gpt-5.2\"\nmodel_provider = \"slipswitch\"\neffort = "
            "\"high\"\n# <<< "
            "Slipswitch\n\n"
                + codexTable("headers = {a = \"b\"}\n"));
        row("yaml, no file", "continue", "",
            "name: Slipswitch\nversion: 1.0.0\nschema: v1\nmodels:\n" + continueEntry("  "));
        row("yaml, first of the list", "continue",
            "name: Mine # yes\nmodels:\n    - name: A\n      model: b\nrules: []\n",
            "name: Mine # yes\nmodels:\n" + continueEntry("    ")
                + "    - name: A\n      model: b\nrules: []\n");
        row("yaml, a list that is not indented", "continue", "models:\n\n# they\n- name: A\n",
            "models:\n" + continueEntry("") + "\n# they\n- name: A\n");
        row("yaml, no list yet", "continue", "name: Mine\nversion: 1",
            "name: Mine\nversion: 1\nmodels:\n" + continueEntry("  "));
        row("yaml, a list without entries", "continue", "models: # none\nname: Mine\n",
            "models: # none\n" + continueEntry("  ") + "name: Mine\n");
        row("yaml, ours is replaced where it stands", "continue",
            "models:\n  - name: A\n" + continueEntry("  ", "old/model") + "name: Mine\n",
            "models:\n  - name: A\n" + continueEntry("  ") + "name: Mine\n");
    }

    void linesArePutIntoWhatIsThere()
    {
        QFETCH(QString, tool);
        QFETCH(QString, old);
        QFETCH(QString, expected);
        const auto made = merged(tool.toStdString(), old.toStdString());
        QVERIFY2(made.has_value(), made ? "" : made.error().detail.c_str());
        QCOMPARE(QString::fromStdString(*made), expected);
        // Once more changes nothing.
        const auto again = merged(tool.toStdString(), *made);
        QVERIFY2(again.has_value(), again ? "" : again.error().detail.c_str());
        QCOMPARE(QString::fromStdString(*again), expected);
    }

    void whatCantBeEditedIsLeftAlone_data()
    {
        QTest::addColumn<QString>("tool");
        QTest::addColumn<QByteArray>("old");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const char *tool, const std::string &old, const char *says) {
            QTest::newRow(name) << QString::fromLatin1(tool) << QByteArray::fromStdString(old)
                                << QString::fromUtf8(says);
        };
        row("json, broken", "claude-code", "{\n  \"a\": 1,\n", "is not plain JSON");
        row("json, with comments", "zed", "// mine\n{\n  \"a\": 1\n}", "Line 1 is not plain JSON");
        row("json, a list", "claude-code", "[1]", "no JSON object");
        row("json, a name twice", "claude-code", R"({"env": {"A": "1"}, "env": {}})", "“env” stands twice");
        row("no text", "claude-code", "{\"a\": \"\xff\"}", "not text in UTF-8");
        row("toml, broken", "codex", "a = 1\nb = \"x\n", "Line 2 can't be understood");
        row("toml, no value", "codex", "a = 1\nb\n", "Line 2");
        row("toml, brackets left open", "codex", "a = [1,\n", "can't be understood");
        row("toml, the table put in by hand", "codex", "\n[model_providers.slipswitch]\nname = \"S\"\n",
            "Line 2: a provider “slipswitch” stands there already");
        row("toml, the table as a value", "codex", "model_providers = {}\n", "stands there already");
        row("toml, a setting over lines", "codex", "model = \"\"\"\nx\"\"\"\n", "Line 1: “model” is set");
        row("toml, a setting that is a table", "codex", "[model]\na = 1\n", "Line 1: “model” is set");
        row("toml, a mark alone", "codex", "# >>> Slipswitch\na = 1\n", "lost its other half");
        row("toml, an end alone", "codex", "a = 1\n# <<< Slipswitch\n", "lost its other half");
        row("yaml, a list at the top", "continue", "- a\n- b\n", "Line 1 can't be understood");
        row("yaml, tabs", "continue", "models:\n\t- name: A\n", "Line 2 can't be understood");
        row("yaml, several documents", "continue", "a: 1\n---\nb: 2\n", "Line 2 can't be understood");
        row("yaml, the list in one line", "continue", "models: []\n", "stands in one line");
        row("yaml, no list", "continue", "models:\n  a: b\n", "is not a list");
        row("yaml, the list twice", "continue", "models:\n- a: b\nmodels:\n- c: d\n", "stands twice");
        row("yaml, ours edited by hand", "continue",
            "models:\n  # >>> Slipswitch\n  - name: Slipswitch\n    roles: [chat]\n  # <<< Slipswitch\n",
            "Line 4: what stands between these marks was changed");
        row("yaml, a mark alone", "continue", "models:\n  # <<< Slipswitch\n", "lost its other half");
    }

    void whatCantBeEditedIsLeftAlone()
    {
        QFETCH(QString, tool);
        QFETCH(QByteArray, old);
        QFETCH(QString, says);
        const auto made = merged(tool.toStdString(), old.toStdString());
        QVERIFY2(!made.has_value(), made ? made->c_str() : "");
        const auto told = QString::fromStdString(made.error().detail);
        QVERIFY2(told.contains(says), qPrintable(told));
    }

    void aModelThatWouldBreakTheFileIsRefused()
    {
        for (const auto *model : {"a\"b", "a\nb", "a b", "ä"})
            QVERIFY2(!merged("codex", {}, values(model)).has_value(), model);
        QVERIFY(merged("codex", {}, values("cloudflare/@cf/meta/llama-3:8b")).has_value());
    }

    void withoutAKeyAPlaceholderStands()
    {
        const auto made = merged("continue", {}, values("m", ""));
        QVERIFY(made && made->find("apiKey: YOUR_KEY\n") != std::string::npos);
    }

    void everyToolThatIsOfferedTakesItsLines()
    {
        int offered = 0;
        const auto tools = loadTools().value();
        for (const auto &tool : tools) {
            const auto *way = writtenWay(tool);
            if (!way)
                continue;
            ++offered;
            QVERIFY2(way->file.starts_with("~/"), tool.id.c_str());
            QVERIFY2(mergeLines({}, *way, values()).has_value(), tool.id.c_str());
        }
        QVERIFY(offered >= 6);
        QVERIFY(!writtenWay(toolNamed("aider")));
    }

    void differencesAreTold_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("told");
        QTest::newRow("nothing") << "a\nb\n" << "a\nb\n" << "~\n";
        QTest::newRow("all new") << "" << "a\nb\n" << "+a\n+b\n";
        QTest::newRow("one line") << "a\nb\nc\nd\ne\n" << "a\nb\nX\nd\ne\n" << "~\n b\n-c\n+X\n d\n~\n";
        QTest::newRow("two places") << "a\nb\nc\nd\ne\nf\n"
                                    << "N\na\nb\nc\nd\ne\nf\nN\n"
                                    << "+N\n a\n~\n f\n+N\n";
        QTest::newRow("returns") << "a\r\nb\r\n" << "a\r\nc\r\n" << " a\n-b\n+c\n";
    }

    void differencesAreTold()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        QFETCH(QString, told);
        QCOMPARE(
            QString::fromStdString(textOf(lineDiff(before.toStdString(), after.toStdString(), 1))), told);
    }
};

QTEST_GUILESS_MAIN(TestToolMerge)
#include "TestToolMerge.moc"
