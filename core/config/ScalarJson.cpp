#include "core/config/ScalarJson.h"

#include "core/config/Rules.h"
#include "core/config/Scalars.h"

#include <boost/json/value_from.hpp>

#include <variant>

namespace slipswitch::config {

namespace json = boost::json;

namespace {

struct ReadScalar
{
    ObjectReader &section;
    std::string_view key;
    Settings &settings;

    void operator()(const NumberSetting &number) const
    {
        if (const auto value = section.whole(key, number.lowest, number.highest))
            number.set(settings, *value);
    }
    void operator()(const SwitchSetting &onOff) const { section.read(key, onOff.in(settings)); }
    void operator()(const TextSetting &text) const { section.read(key, text.in(settings)); }
    void operator()(const TextListSetting &list) const
    {
        auto &origins = list.in(settings);
        section.read(key, origins);
        for (std::size_t i = 0; i < origins.size(); ++i) {
            if (const auto complaint = checkOrigin(origins[i]))
                section.note(std::string(key) + "[" + std::to_string(i) + "]", *complaint);
        }
    }
    void operator()(const ProxySetting &proxy) const
    {
        auto &choice = proxy.in(settings);
        std::string text = proxyText(choice);
        section.read(key, text);
        choice = proxyFromText(text);
        const bool fixed = choice.mode == domain::ProxyChoice::Mode::Fixed;
        if (const auto complaint = fixed ? checkProxyUrl(text) : Complaint())
            section.note(key, *complaint);
    }
};

struct WriteScalar
{
    Settings &settings;

    json::value operator()(const NumberSetting &number) const { return number.get(settings); }
    json::value operator()(const SwitchSetting &onOff) const { return onOff.in(settings); }
    json::value operator()(const TextSetting &text) const { return json::value_from(text.in(settings)); }
    json::value operator()(const TextListSetting &list) const { return json::value_from(list.in(settings)); }
    json::value operator()(const ProxySetting &proxy) const
    {
        return json::value_from(proxyText(proxy.in(settings)));
    }
};

} // namespace

void readScalars(ObjectReader &root, Settings &settings)
{
    std::string_view last;
    for (const auto &scalar : scalars()) {
        // Fields of a section stand together in the table: one visit reads them all.
        if (scalar.section == last)
            continue;
        last = scalar.section;
        root.ifObject(scalar.section, [&](ObjectReader &section) {
            for (const auto &field : scalars()) {
                if (field.section == scalar.section)
                    std::visit(ReadScalar {section, field.key, settings}, field.type);
            }
        });
    }
}

void writeScalars(const Settings &settings, json::object &content)
{
    // The table hands out references to write through; reading a copy keeps `settings` const.
    Settings copy = settings;
    for (const auto &scalar : scalars()) {
        auto &section = content[scalar.section];
        if (!section.is_object())
            section.emplace_object();
        section.get_object()[scalar.key] = std::visit(WriteScalar {copy}, scalar.type);
    }
}

} // namespace slipswitch::config
