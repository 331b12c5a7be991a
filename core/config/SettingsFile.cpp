#include "core/config/SettingsFile.h"

#include "core/base/Files.h"
#include "core/config/JsonText.h"
#include "core/config/SettingsText.h"
#include "core/config/Upgrades.h"

#include <boost/json/object.hpp>

#include <utility>

namespace slipswitch::config {

namespace {

constexpr std::size_t largest = 16 * 1024 * 1024;

} // namespace

SettingsFile::SettingsFile(std::filesystem::path path)
    : m_path(std::move(path))
{ }

Result<std::string> SettingsFile::read() const
{
    auto text = readFile(m_path, largest);
    if (!text && text.error().code == ErrorCode::NotFound)
        return std::string();
    return text;
}

Result<Settings> SettingsFile::load() const
{
    const auto text = read();
    if (!text)
        return failure(text.error());
    if (text->empty())
        return Settings {};
    return parseSettings(*text, Lines::Told).map_error([this](Error error) {
        error.detail = m_path.filename().string() + ": " + error.detail;
        return error;
    });
}

Result<void> SettingsFile::save(const Settings &settings) const
{
    const auto previous = read();
    if (!previous)
        return failure(previous.error());
    // A file that a newer version wrote would lose what that version added.
    if (const auto standing = parseSettings(*previous);
        !standing && standing.error().code == ErrorCode::NewerVersion)
        return failure(standing.error());
    const auto text = writeSettings(settings, *previous);
    if (const auto checked = parseSettings(text); !checked)
        return failure(checked.error());
    return keepOlderSchema(*previous).and_then([&] { return writeFileAtomically(m_path, text); });
}

Result<void> SettingsFile::keepOlderSchema(const std::string &text) const
{
    auto content = parseJson(text);
    if (!content || !content->is_object())
        return {};
    const auto schema = upgrade(content->get_object());
    if (!schema || *schema == currentSchema())
        return {};
    auto copy = m_path;
    copy.replace_filename(
        m_path.stem().string() + ".schema-" + std::to_string(*schema) + m_path.extension().string());
    std::error_code error;
    return std::filesystem::exists(copy, error) ? Result<void> {} : writeFileAtomically(copy, text);
}

} // namespace slipswitch::config
