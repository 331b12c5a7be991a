#include "core/http/ContentDecoder.h"

#include "core/http/Types.h"

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

#include <array>

namespace slipswitch::http {

/// Feeds input to one library until it is used up, or stops at `limit` bytes of output.
struct ContentDecoder::Engine
{
    virtual ~Engine() = default;
    /// False: not of this coding, or more output than `mostOutput`.
    virtual bool feed(std::string_view bytes, std::string &output) = 0;
    /// A few bytes can expand to gigabytes; checked after every block.
    [[nodiscard]] bool hasRoom(const std::string &output)
    {
        tooLarge = tooLarge || output.size() > mostOutput;
        return !tooLarge;
    }
    std::size_t mostOutput = std::size_t {16} * 1024 * 1024; ///< of one feed
    bool ended = false, tooLarge = false;
};

namespace {

constexpr std::size_t block = 16 * 1024;

struct Inflater final : ContentDecoder::Engine
{
    Inflater()
    {
        constexpr int anyHeader = 32; // gzip or zlib, as the data says
        inflateInit2(&stream, MAX_WBITS + anyHeader);
    }
    ~Inflater() override { inflateEnd(&stream); }

    bool feed(std::string_view bytes, std::string &output) override
    {
        std::array<char, block> space {};
        // zlib's interface lacks const.
        stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
        stream.avail_in = static_cast<uInt>(bytes.size());
        while (stream.avail_in > 0 && !ended) {
            stream.next_out = reinterpret_cast<Bytef *>(space.data());
            stream.avail_out = block;
            const int status = inflate(&stream, Z_NO_FLUSH);
            if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
                return false;
            output.append(space.data(), block - stream.avail_out);
            if (!hasRoom(output))
                return false;
            ended = status == Z_STREAM_END;
        }
        return true;
    }
    z_stream stream {};
};

struct BrotliEngine final : ContentDecoder::Engine
{
    ~BrotliEngine() override { BrotliDecoderDestroyInstance(state); }

    bool feed(std::string_view bytes, std::string &output) override
    {
        auto left = bytes.size();
        const auto *next = reinterpret_cast<const std::uint8_t *>(bytes.data());
        for (;;) {
            std::array<std::uint8_t, block> space {};
            auto room = space.size();
            auto *out = space.data();
            const auto status = BrotliDecoderDecompressStream(state, &left, &next, &room, &out, nullptr);
            output.append(reinterpret_cast<char *>(space.data()), block - room);
            if (status == BROTLI_DECODER_RESULT_ERROR || !hasRoom(output))
                return false;
            ended = status == BROTLI_DECODER_RESULT_SUCCESS;
            if (status != BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT)
                return true;
        }
    }
    BrotliDecoderState *state = BrotliDecoderCreateInstance(nullptr, nullptr, nullptr);
};

struct ZstdEngine final : ContentDecoder::Engine
{
    ~ZstdEngine() override { ZSTD_freeDStream(stream); }

    bool feed(std::string_view bytes, std::string &output) override
    {
        ZSTD_inBuffer in {bytes.data(), bytes.size(), 0};
        std::array<char, block> space {};
        for (;;) {
            ZSTD_outBuffer out {space.data(), space.size(), 0};
            const auto status = ZSTD_decompressStream(stream, &out, &in);
            if (ZSTD_isError(status) != 0)
                return false;
            output.append(space.data(), out.pos);
            if (!hasRoom(output))
                return false;
            ended = status == 0;
            if (in.pos == in.size && out.pos < out.size)
                return true;
        }
    }
    ZSTD_DStream *stream = ZSTD_createDStream();
};

tl::unexpected<Error> badCoding(ErrorCode code, std::string detail)
{
    return failure(code, std::move(detail), ErrorSource::Client);
}

} // namespace

ContentDecoder::ContentDecoder(std::unique_ptr<Engine> engine)
    : m_engine(std::move(engine))
{ }
ContentDecoder::~ContentDecoder() = default;
ContentDecoder::ContentDecoder(ContentDecoder &&) noexcept = default;
ContentDecoder &ContentDecoder::operator=(ContentDecoder &&) noexcept = default;

std::optional<ContentDecoder> ContentDecoder::forCoding(std::string_view coding)
{
    if (equalIgnoringCase(coding, "gzip") || equalIgnoringCase(coding, "x-gzip")
        || equalIgnoringCase(coding, "deflate"))
        return ContentDecoder(std::make_unique<Inflater>());
    if (equalIgnoringCase(coding, "br"))
        return ContentDecoder(std::make_unique<BrotliEngine>());
    if (equalIgnoringCase(coding, "zstd"))
        return ContentDecoder(std::make_unique<ZstdEngine>());
    return std::nullopt;
}

void ContentDecoder::limitOutput(std::size_t bytes)
{
    m_engine->mostOutput = bytes;
}

Result<std::string_view> ContentDecoder::feed(std::string_view bytes)
{
    m_output.clear();
    if (m_engine->feed(bytes, m_output))
        return std::string_view(m_output);
    if (m_engine->tooLarge)
        return badCoding(ErrorCode::TooLarge, "The body is larger than the limit once it is decompressed.");
    return badCoding(ErrorCode::BadRequest, "The body is not what its Content-Encoding says.");
}

bool ContentDecoder::ended() const
{
    return m_engine->ended;
}

Result<std::string> decodeBody(std::string_view body, std::string_view coding, std::size_t limit)
{
    auto decoder = ContentDecoder::forCoding(coding);
    if (!decoder)
        return badCoding(
            ErrorCode::Unsupported, "The body's Content-Encoding is not one of gzip, deflate, br and zstd.");
    decoder->limitOutput(limit);
    auto decoded = decoder->feed(body).map([](std::string_view text) { return std::string(text); });
    if (decoded && !decoder->ended())
        return badCoding(ErrorCode::BadRequest, "The compressed body is cut off.");
    return decoded;
}

} // namespace slipswitch::http
