#include "core/service/LedgerExport.h"

#include "core/config/TimeText.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <fstream>
#include <utility>
#include <vector>

namespace slipswitch::service {

namespace {

namespace json = boost::json;
using domain::Exchange;

constexpr std::size_t rowsAtOnce = 500;

std::string_view nameOf(domain::Outcome outcome)
{
    using enum domain::Outcome;
    switch (outcome) {
    case InFlight:
        return "in_flight";
    case Succeeded:
        return "succeeded";
    case Failed:
        return "failed";
    case Refused:
        return "refused";
    case ClientGone:
        return "client_gone";
    case Interrupted:
        return "interrupted";
    case Cached:
        return "cached";
    }
    return "";
}

json::value millis(const std::optional<domain::Micros> &span)
{
    return span ? json::value(static_cast<double>(span->count()) / 1000) : json::value(nullptr);
}

/// Both formats tell the same columns; what is not known is null, or an empty cell.
json::object describe(const ledger::LogRow &row)
{
    const auto &e = row.exchange;
    json::object object {{"id", e.id.toString()}, {"started_at", config::timeText(e.startedAt)},
        {"outcome", nameOf(e.outcome)}, {"status", e.status}, {"tool", e.tool}, {"key", e.keyName},
        {"project", e.project}, {"dialect", domain::name(e.dialect)}, {"path", e.path},
        {"streaming", e.streaming}, {"requested_model", e.requestedModel}, {"provider", e.provider},
        {"model", e.model}, {"tries", row.tries}, {"first_content_ms", millis(e.firstContentAfter)},
        {"duration_ms", millis(e.endedAfter)}, {"finish_reason", e.finishReason},
        {"error", e.error ? json::value(name(*e.error)) : json::value(nullptr)}, {"error_text", e.errorText},
        {"request_bytes", e.requestBytes}, {"response_bytes", e.responseBytes}};
    const auto count
        = [&](std::int64_t tokens) { return e.usage.known ? json::value(tokens) : json::value(nullptr); };
    object["input_tokens"] = count(e.usage.totalInput());
    object["cached_tokens"] = count(e.usage.cacheRead);
    object["output_tokens"] = count(e.usage.totalOutput());
    object["reasoning_tokens"] = count(e.usage.reasoning);
    object["estimated"] = e.usage.estimated || e.cost.source == domain::CostSource::Estimated;
    // As text: exact, where a JSON number would be rounded.
    object["cost_usd"] = e.cost.known() ? json::value(e.cost.amount.toString()) : json::value(nullptr);
    return object;
}

/// Spreadsheets take a cell that begins like a formula for one.
bool looksLikeFormula(std::string_view text)
{
    return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

std::string cell(const json::value &value)
{
    if (value.is_null())
        return {};
    if (!value.is_string())
        return json::serialize(value);
    const std::string text(value.get_string());
    auto safe = looksLikeFormula(text) ? "'" + text : text;
    if (safe.find_first_of(",\"\r\n") == std::string::npos)
        return safe;
    std::string quoted = "\"";
    for (const char c : safe)
        quoted.append(c == '"' ? 2 : 1, c);
    return quoted + "\"";
}

std::string csvLine(const json::object &object, bool head)
{
    std::string line;
    for (const auto &[key, value] : object)
        line.append(line.empty() ? "" : ",").append(head ? std::string(key) : cell(value));
    return line + "\r\n";
}

/// The file under another name until it is whole.
class PartFile
{
public:
    explicit PartFile(std::filesystem::path file)
        : m_file(std::move(file))
        , m_part(m_file.string() + ".part")
        , m_stream(m_part, std::ios::binary | std::ios::trunc)
    { }
    PartFile(const PartFile &) = delete;
    PartFile &operator=(const PartFile &) = delete;
    ~PartFile()
    {
        if (m_whole)
            return;
        m_stream.close();
        std::error_code none;
        std::filesystem::remove(m_part, none);
    }

    void write(std::string_view text)
    {
        m_stream.write(text.data(), static_cast<std::streamsize>(text.size()));
    }
    [[nodiscard]] bool good() const { return m_stream.good(); }
    [[nodiscard]] Result<void> finish()
    {
        m_stream.close();
        std::error_code problem;
        if (!m_stream.fail())
            std::filesystem::rename(m_part, m_file, problem);
        if (m_stream.fail() || problem)
            return cantWrite();
        m_whole = true;
        return {};
    }
    [[nodiscard]] tl::unexpected<Error> cantWrite() const
    {
        return failure(ErrorCode::Io, "The file " + m_file.string() + " can't be written.");
    }

private:
    std::filesystem::path m_file, m_part;
    std::ofstream m_stream;
    bool m_whole = false;
};

std::string lineOf(const ledger::LogRow &row, ExportFormat format)
{
    const auto object = describe(row);
    return format == ExportFormat::Csv ? csvLine(object, false) : json::serialize(object) + "\n";
}

} // namespace

Result<ExportProgress> exportRows(ledger::Reader &reader, const ledger::Filter &filter, ExportFormat format,
    const std::filesystem::path &file, const std::function<bool(const ExportProgress &)> &goOn)
{
    const auto extent = reader.extent();
    if (!extent)
        return failure(extent.error());
    PartFile to(file);
    if (format == ExportFormat::Csv)
        to.write(csvLine(describe({}), true));
    ExportProgress progress;
    const auto all = static_cast<double>(std::max<std::int64_t>(extent->newest - extent->oldest, 1));
    std::optional<std::int64_t> before;
    for (bool more = true; more;) {
        const auto page = reader.page(filter, before, rowsAtOnce);
        if (!page)
            return failure(page.error());
        for (const auto &row : page->rows)
            to.write(lineOf(row, format));
        if (!to.good())
            return to.cantWrite();
        more = page->more;
        progress.rows += page->rows.size();
        if (!page->rows.empty())
            before = page->rows.back().cursor;
        progress.part = more ? static_cast<double>(extent->newest - *before) / all : 1;
        if (!goOn(progress))
            return failure(ErrorCode::Cancelled, "The export was called off.");
    }
    auto finished = to.finish();
    return finished ? Result<ExportProgress>(progress) : failure(finished.error());
}

} // namespace slipswitch::service
