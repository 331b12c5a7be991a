#include "core/secrets/VaultFormat.h"

#include "core/base/Ids.h"

#include <sodium.h>

#include <optional>
#include <utility>

namespace slipswitch::secrets::vault {

namespace {

constexpr std::string_view magic = "SLIPVLT1";
constexpr std::string_view family = "SLIPVLT";
constexpr std::size_t saltBytes = crypto_pwhash_argon2id_SALTBYTES;
constexpr std::size_t nonceBytes = crypto_secretbox_NONCEBYTES;
constexpr std::size_t checkBytes = crypto_generichash_BYTES;
constexpr std::size_t headBytes = magic.size() + 8 + 8 + saltBytes + nonceBytes;
// A file from elsewhere must not make us spend hours or all memory.
constexpr std::uint64_t mostPasses = 20;
constexpr std::uint64_t mostMemory = 1ULL << 30U;

const unsigned char *bytesOf(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

unsigned char *bytesOf(std::string &text)
{
    return reinterpret_cast<unsigned char *>(text.data());
}

template <typename Number>
void append(std::string &to, Number number)
{
    for (std::size_t i = 0; i < sizeof number; ++i)
        to += static_cast<char>(static_cast<unsigned char>(number >> (8 * i)));
}

/// Cuts pieces off the front of a text; nothing when it is too short.
class Cutter
{
public:
    explicit Cutter(std::string_view text)
        : m_rest(text)
    { }

    [[nodiscard]] bool empty() const { return m_rest.empty(); }

    std::optional<std::string_view> take(std::size_t count)
    {
        if (count > m_rest.size())
            return std::nullopt;
        const auto piece = m_rest.substr(0, count);
        m_rest.remove_prefix(count);
        return piece;
    }

    template <typename Number>
    std::optional<Number> number()
    {
        const auto piece = take(sizeof(Number));
        if (!piece)
            return std::nullopt;
        Number value = 0;
        for (std::size_t i = sizeof value; i-- > 0;)
            value = static_cast<Number>(value << 8U | static_cast<unsigned char>((*piece)[i]));
        return value;
    }

    std::optional<std::string_view> text()
    {
        const auto size = number<std::uint32_t>();
        return size ? take(*size) : std::nullopt;
    }

private:
    std::string_view m_rest;
};

std::string checksum(std::string_view bytes)
{
    std::string sum(checkBytes, '\0');
    crypto_generichash(bytesOf(sum), sum.size(), bytesOf(bytes), bytes.size(), nullptr, 0);
    return sum;
}

tl::unexpected<Error> corrupt()
{
    return failure(ErrorCode::Corrupt, "The vault's file is damaged.");
}

std::string plainText(const std::map<std::string, Secret> &entries)
{
    std::size_t size = 0;
    for (const auto &[name, secret] : entries)
        size += 8 + name.size() + secret.size();
    std::string plain;
    plain.reserve(size); // growing would leave copies behind
    for (const auto &[name, secret] : entries) {
        append(plain, static_cast<std::uint32_t>(name.size()));
        plain += name;
        append(plain, static_cast<std::uint32_t>(secret.size()));
        plain += secret.reveal();
    }
    return plain;
}

Result<std::map<std::string, Secret>> entriesOf(std::string_view plain)
{
    std::map<std::string, Secret> entries;
    Cutter cutter(plain);
    while (!cutter.empty()) {
        const auto name = cutter.text();
        const auto secret = name ? cutter.text() : std::nullopt;
        if (!secret)
            return corrupt();
        entries.insert_or_assign(std::string(*name), Secret(std::string(*secret)));
    }
    return entries;
}

} // namespace

std::string newSalt()
{
    std::string salt(saltBytes, '\0');
    fillRandom(salt.data(), salt.size());
    return salt;
}

Result<Sealed> parse(std::string_view bytes)
{
    if (bytes.starts_with(family) && !bytes.starts_with(magic))
        return failure(ErrorCode::NewerVersion, "The vault was written by a newer version of Slipswitch.");
    if (!bytes.starts_with(magic) || bytes.size() < headBytes + crypto_secretbox_MACBYTES + checkBytes)
        return corrupt();
    const auto body = bytes.substr(0, bytes.size() - checkBytes);
    if (checksum(body) != bytes.substr(body.size()))
        return corrupt();
    Cutter cutter(body.substr(magic.size()));
    Sealed sealed;
    sealed.cost.passes = cutter.number<std::uint64_t>().value();
    sealed.cost.memoryBytes = cutter.number<std::uint64_t>().value();
    sealed.salt = cutter.take(saltBytes).value();
    sealed.nonce = cutter.take(nonceBytes).value();
    sealed.box = body.substr(headBytes);
    if (sealed.cost.passes == 0 || sealed.cost.passes > mostPasses || sealed.cost.memoryBytes > mostMemory)
        return corrupt();
    return sealed;
}

std::string serialise(const Sealed &sealed)
{
    std::string bytes(magic);
    append(bytes, sealed.cost.passes);
    append(bytes, sealed.cost.memoryBytes);
    bytes += sealed.salt;
    bytes += sealed.nonce;
    bytes += sealed.box;
    return bytes + checksum(bytes);
}

Result<Secret> deriveKey(const Secret &passphrase, std::string_view salt, const VaultCost &cost)
{
    if (sodium_init() < 0)
        return failure(ErrorCode::Internal, "The encryption library can't be used.");
    std::string key(crypto_secretbox_KEYBYTES, '\0');
    const auto text = passphrase.reveal();
    const auto failed = crypto_pwhash(bytesOf(key), key.size(), text.data(), text.size(), bytesOf(salt),
        cost.passes, cost.memoryBytes, crypto_pwhash_ALG_ARGON2ID13);
    if (failed != 0)
        return failure(ErrorCode::Overloaded, "There is not enough memory to open the vault.");
    return Secret(std::move(key));
}

Sealed seal(const std::map<std::string, Secret> &entries, const Secret &key, VaultCost cost, std::string salt)
{
    std::string plain = plainText(entries);
    Sealed sealed {cost, std::move(salt), std::string(nonceBytes, '\0'),
        std::string(plain.size() + crypto_secretbox_MACBYTES, '\0')};
    fillRandom(sealed.nonce.data(), sealed.nonce.size());
    crypto_secretbox_easy(
        bytesOf(sealed.box), bytesOf(plain), plain.size(), bytesOf(sealed.nonce), bytesOf(key.reveal()));
    wipe(plain);
    return sealed;
}

Result<std::map<std::string, Secret>> unseal(const Sealed &sealed, const Secret &key)
{
    std::string plain(sealed.box.size() - crypto_secretbox_MACBYTES, '\0');
    const auto failed = crypto_secretbox_open_easy(
        bytesOf(plain), bytesOf(sealed.box), sealed.box.size(), bytesOf(sealed.nonce), bytesOf(key.reveal()));
    if (failed != 0)
        return failure(ErrorCode::Unauthorized, "The passphrase does not open the vault.");
    auto entries = entriesOf(plain);
    wipe(plain);
    return entries;
}

} // namespace slipswitch::secrets::vault
