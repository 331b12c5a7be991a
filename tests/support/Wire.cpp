#include "tests/support/Wire.h"

#include "tests/Paths.h"

#include <boost/json.hpp>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace slipswitch::tests {

namespace {

std::string readFile(const std::filesystem::path &path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

std::string text(const boost::json::object &object, std::string_view key)
{
    const auto *value = object.if_contains(key);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

WireCase readCase(const std::filesystem::path &dir)
{
    WireCase result;
    result.dir = dir;
    result.name = std::filesystem::relative(dir, SLIPSWITCH_WIRE_DIR).string();
    result.metaJson = readFile(dir / "meta.json");
    const auto meta = boost::json::parse(result.metaJson).as_object();
    result.provider = text(meta, "provider");
    result.dialect = text(meta, "dialect");
    result.model = text(meta, "model");
    result.streaming = meta.at("streaming").as_bool();
    result.status = static_cast<int>(meta.at("status").as_int64());
    result.responseFile = text(meta, "response_file");
    result.response = readFile(dir / result.responseFile);
    if (const auto request = text(meta, "request_file"); !request.empty())
        result.request = readFile(dir / request);
    if (const auto *headers = meta.if_contains("response_headers"); headers && headers->is_object())
        result.contentType = text(headers->get_object(), "content-type");
    return result;
}

} // namespace

bool wireAvailable()
{
    return std::filesystem::exists(std::filesystem::path(SLIPSWITCH_WIRE_DIR) / "index.json");
}

std::vector<WireCase> wireCases(const std::string &dialect)
{
    std::vector<WireCase> cases;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(SLIPSWITCH_WIRE_DIR)) {
        if (entry.path().filename() != "meta.json")
            continue;
        if (auto found = readCase(entry.path().parent_path()); dialect.empty() || found.dialect == dialect)
            cases.push_back(std::move(found));
    }
    std::sort(cases.begin(), cases.end(), [](const auto &a, const auto &b) { return a.name < b.name; });
    return cases;
}

bool skipSuiteWithoutWire()
{
    if (wireAvailable())
        return false;
    std::puts("SUITE SKIPPED: the recorded traffic is not at " SLIPSWITCH_WIRE_DIR);
    return true;
}

} // namespace slipswitch::tests
