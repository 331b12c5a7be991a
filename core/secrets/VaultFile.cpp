#include "core/secrets/VaultFile.h"

#include "core/base/Files.h"
#include "core/secrets/VaultFormat.h"

#include <utility>

namespace slipswitch::secrets {

namespace {

constexpr std::size_t largest = 4 * 1024 * 1024;

} // namespace

VaultFile::VaultFile(std::filesystem::path path, VaultCost cost)
    : m_path(std::move(path))
    , m_cost(cost)
{ }

bool VaultFile::exists() const
{
    std::error_code error;
    return std::filesystem::exists(m_path, error);
}

Result<void> VaultFile::check(const Secret &passphrase)
{
    const auto opened = open(passphrase);
    return opened ? Result<void> {} : failure(opened.error());
}

Result<Secret> VaultFile::read(const Secret &passphrase, const std::string &name)
{
    const auto entries = open(passphrase);
    if (!entries)
        return failure(entries.error());
    const auto found = entries->find(name);
    if (found == entries->end())
        return failure(ErrorCode::NotFound, "The vault has no such entry.");
    return found->second;
}

Result<void> VaultFile::write(const Secret &passphrase, const std::string &name, const Secret &secret)
{
    return change(passphrase, [&](Entries &entries) { entries.insert_or_assign(name, secret); });
}

Result<void> VaultFile::remove(const Secret &passphrase, const std::string &name)
{
    if (!exists())
        return {};
    return change(passphrase, [&](Entries &entries) { entries.erase(name); });
}

Result<VaultFile::Entries> VaultFile::open(const Secret &passphrase)
{
    if (!exists())
        return Entries {};
    const auto sealed = readFile(m_path, largest).and_then(vault::parse);
    if (!sealed)
        return failure(sealed.error());
    const auto bytes = key(passphrase, sealed->salt, sealed->cost);
    if (!bytes)
        return failure(bytes.error());
    return vault::unseal(*sealed, *bytes);
}

Result<void> VaultFile::change(const Secret &passphrase, const std::function<void(Entries &)> &edit)
{
    auto lockFile = m_path;
    lockFile.replace_extension(".lock");
    return withFileLock(lockFile, [&]() -> Result<void> {
        auto entries = open(passphrase);
        if (!entries)
            return failure(std::move(entries.error()));
        edit(*entries);
        return save(passphrase, *entries);
    });
}

Result<void> VaultFile::save(const Secret &passphrase, const Entries &entries)
{
    // Opening an existing vault made its key; it is kept, salt and all.
    const bool same = exists() && m_key && m_key->passphrase == passphrase;
    const auto salt = same ? m_key->salt : vault::newSalt();
    const auto cost = same ? m_key->cost : m_cost;
    const auto bytes = key(passphrase, salt, cost);
    if (!bytes)
        return failure(bytes.error());
    return writeFileAtomically(m_path, vault::serialise(vault::seal(entries, *bytes, cost, salt)));
}

Result<Secret> VaultFile::key(const Secret &passphrase, const std::string &salt, const VaultCost &cost)
{
    if (m_key && m_key->salt == salt && m_key->cost == cost && m_key->passphrase == passphrase)
        return m_key->bytes;
    auto bytes = vault::deriveKey(passphrase, salt, cost);
    if (bytes)
        m_key = Key {salt, cost, passphrase, *bytes};
    return bytes;
}

} // namespace slipswitch::secrets
