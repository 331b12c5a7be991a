#include "core/ledger/Ledger.h"

#include "core/ledger/BodyQueue.h"
#include "core/ledger/Writer.h"

namespace slipswitch::ledger {

struct Ledger::Parts
{
    Parts(Options options, std::unique_ptr<Spool> opened)
        : spool(std::move(opened))
        , keepBodies(options.log.keepBodies)
        , writer(std::move(options), *spool, bodies)
    { }
    std::unique_ptr<Spool> spool;
    BodyQueue bodies;
    std::atomic<bool> keepBodies;
    Writer writer; ///< last: its thread uses the others
};

Result<std::unique_ptr<Ledger>> Ledger::open(Options options)
{
    std::error_code problem;
    std::filesystem::create_directories(options.folder, problem);
    auto spool = Spool::open(options.folder / "spool.bin");
    if (!spool)
        return failure(spool.error());
    auto parts = std::make_unique<Parts>(std::move(options), std::move(*spool));
    parts->writer.start();
    return std::unique_ptr<Ledger>(new Ledger(std::move(parts)));
}

Ledger::Ledger(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{ }

Ledger::~Ledger() = default;

Spool &Ledger::spool()
{
    return *m_parts->spool;
}

void Ledger::notify()
{
    m_parts->writer.notify();
}

bool Ledger::keepBody(BodyRecord record)
{
    if (!m_parts->keepBodies.load(std::memory_order_relaxed) || !m_parts->bodies.push(std::move(record)))
        return false;
    m_parts->writer.notify();
    return true;
}

void Ledger::apply(const config::Settings::Log &log)
{
    m_parts->keepBodies.store(log.keepBodies, std::memory_order_relaxed);
    m_parts->writer.apply(log);
}

LedgerStatus Ledger::status() const
{
    return m_parts->writer.status();
}

void Ledger::close(std::chrono::milliseconds patience)
{
    m_parts->writer.stop(patience);
}

} // namespace slipswitch::ledger
