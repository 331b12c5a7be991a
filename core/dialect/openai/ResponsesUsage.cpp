#include "core/dialect/UsageSource.h"
#include "core/dialect/openai/Usage.h"

namespace slipswitch::dialect::usage {

namespace {

/// The response object: a whole answer, or what response.created and response.completed carry.
class ResponsesSource final : public Source
{
public:
    explicit ResponsesSource(domain::Quirks quirks)
        : m_quirks(quirks)
    { }

    bool concerns(std::string_view json) const override
    {
        return mentions(json, "\"usage\"") || json.find("\"response.failed\"") != std::string_view::npos
            || json.find("\"response.incomplete\"") != std::string_view::npos
            || (m_reading.model.empty() && mentions(json, "\"model\""));
    }

    void read(Raw json) override
    {
        const auto inner = member(json, "response");
        const auto response = inner.empty() ? json : inner;
        static constexpr std::string_view names[]
            = {"model", "status", "incomplete_details", "service_tier", "usage", "output", "tool_usage"};
        Raw values[std::size(names)];
        members(response, names, values);
        const auto [model, status, incomplete, tier, usage, output, tools] = values;
        replace(m_reading.model, model);
        replace(m_reading.serviceTier, tier);
        readStatus(status, incomplete);
        if (!usage.empty())
            readUsage(usage, output, tools);
    }

private:
    void readStatus(Raw status, Raw incomplete)
    {
        const auto word = text(status);
        if (word == "in_progress" || word == "queued")
            return;
        replace(m_reading.finishReason, status);
        replace(m_reading.finishReason, member(incomplete, "reason"));
    }

    void readUsage(Raw usage, Raw output, Raw tools)
    {
        auto counted = openAiUsage(usage, m_quirks, m_reading.model);
        if (!counted.known)
            return;
        readCalls(counted, usage, output, tools);
        m_reading.usage = counted;
        m_reading.reportedFemtodollars = reportedCharge(m_quirks, usage);
    }

    /// Counts calls where the answer does, else the calls in its output.
    static void readCalls(domain::Usage &counted, Raw usage, Raw output, Raw tools)
    {
        std::int64_t web = 0, file = 0;
        for (const auto item : elements(output)) {
            const auto type = text(member(item, "type"));
            if (type == "web_search_call" && isSearch(member(item, "action")))
                ++web;
            else if (type == "file_search_call")
                ++file;
        }
        const auto details = member(usage, "server_side_tool_usage_details");
        const auto told = count(member(tools, "web_search"), "num_requests");
        counted.webSearches = told ? *told : count(details, "web_search_calls").value_or(web);
        counted.fileSearches = count(details, "file_search_calls").value_or(file);
    }

    /// Opening a page and finding in it cost nothing.
    static bool isSearch(Raw action)
    {
        const auto type = text(member(action, "type"));
        return type.empty() || type == "search";
    }

    domain::Quirks m_quirks;
};

} // namespace

std::unique_ptr<Source> openAiResponsesSource(domain::Quirks quirks)
{
    return std::make_unique<ResponsesSource>(quirks);
}

} // namespace slipswitch::dialect::usage
