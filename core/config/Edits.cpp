#include "core/config/Edits.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace slipswitch::config {

namespace {

tl::unexpected<Error> noSuchProvider()
{
    return failure(ErrorCode::NotFound, "There is no provider of that name.");
}

tl::unexpected<Error> nameTaken()
{
    return failure(ErrorCode::Conflict, "There is a provider of that name already.");
}

auto placeOf(Settings &settings, std::string_view name)
{
    return std::find_if(settings.providers.begin(), settings.providers.end(),
        [name](const domain::Provider &provider) { return provider.name == name; });
}

} // namespace

domain::Provider *findProvider(Settings &settings, std::string_view name)
{
    const auto found = placeOf(settings, name);
    return found == settings.providers.end() ? nullptr : &*found;
}

Result<void> addProvider(Settings &settings, domain::Provider provider)
{
    if (findProvider(settings, provider.name))
        return nameTaken();
    settings.providers.push_back(std::move(provider));
    return {};
}

Result<RemovedProvider> removeProvider(Settings &settings, std::string_view name)
{
    const auto found = placeOf(settings, name);
    if (found == settings.providers.end())
        return noSuchProvider();
    RemovedProvider removed {std::move(*found), static_cast<std::size_t>(found - settings.providers.begin())};
    settings.providers.erase(found);
    return removed;
}

Result<void> restoreProvider(Settings &settings, RemovedProvider removed)
{
    if (findProvider(settings, removed.provider.name))
        return nameTaken();
    const auto place = std::min(removed.place, settings.providers.size());
    settings.providers.insert(
        settings.providers.begin() + static_cast<std::ptrdiff_t>(place), std::move(removed.provider));
    return {};
}

Result<void> changeProvider(
    Settings &settings, std::string_view name, const std::function<Result<void>(domain::Provider &)> &change)
{
    auto *provider = findProvider(settings, name);
    if (!provider)
        return noSuchProvider();
    auto changed = *provider;
    if (auto done = change(changed); !done)
        return done;
    if (changed.name != provider->name && findProvider(settings, changed.name))
        return nameTaken();
    *provider = std::move(changed);
    return {};
}

Result<void> moveProvider(Settings &settings, std::string_view name, std::size_t place)
{
    auto moved = removeProvider(settings, name);
    if (!moved)
        return failure(moved.error());
    moved->place = place;
    return restoreProvider(settings, std::move(*moved));
}

bool refersTo(const Settings &settings, std::string_view reference)
{
    return std::any_of(settings.providers.begin(), settings.providers.end(), [&](const auto &provider) {
        return std::any_of(provider.credentials.begin(), provider.credentials.end(),
            [&](const auto &credential) { return credential.reference == reference; });
    });
}

Result<domain::AccessKey *> findAccessKey(Settings &settings, std::string_view idOrName)
{
    std::vector<domain::AccessKey *> named;
    for (auto &key : settings.accessKeys) {
        if (key.id == idOrName)
            return &key;
        if (key.name == idOrName && !key.revokedAt)
            named.push_back(&key);
    }
    if (named.size() > 1)
        return failure(ErrorCode::Conflict, "Several access keys have that name.");
    if (named.empty())
        return failure(ErrorCode::NotFound, "No access key has that id, and none in use has that name.");
    return named.front();
}

Result<std::string> revokeAccessKey(Settings &settings, std::string_view idOrName, UtcTime now)
{
    const auto key = findAccessKey(settings, idOrName);
    if (!key)
        return failure(key.error());
    if (!(*key)->revokedAt)
        (*key)->revokedAt = now;
    return (*key)->id;
}

Result<void> restoreAccessKey(Settings &settings, std::string_view id)
{
    const auto key = findAccessKey(settings, id);
    if (!key)
        return failure(key.error());
    (*key)->revokedAt.reset();
    return {};
}

} // namespace slipswitch::config
