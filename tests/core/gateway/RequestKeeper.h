#pragma once

#include "tests/support/ScriptedPeer.h"

#include <boost/json.hpp>

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::tests {

/// Answers every request alike and keeps what it was sent.
class RequestKeeper
{
public:
    explicit RequestKeeper(std::string reply)
        : m_peer([this, reply = std::move(reply)](PeerConnection &peer) {
            for (auto request = peer.readRequest(); !request.empty(); request = peer.readRequest()) {
                {
                    const std::lock_guard lock(m_mutex);
                    m_requests.push_back(request);
                }
                if (!peer.send(reply))
                    return;
            }
        })
    { }
    [[nodiscard]] std::uint16_t port() const { return m_peer.port(); }
    [[nodiscard]] std::string request(std::size_t index)
    {
        const std::lock_guard lock(m_mutex);
        return m_requests.at(index);
    }
    [[nodiscard]] std::size_t count()
    {
        const std::lock_guard lock(m_mutex);
        return m_requests.size();
    }
    /// The value of a field; empty: it was not sent.
    [[nodiscard]] std::string field(std::size_t index, std::string_view name)
    {
        const auto request = this->request(index);
        const auto head = request.substr(0, request.find("\r\n\r\n") + 2);
        const auto at = head.find("\r\n" + std::string(name) + ": ");
        if (at == std::string::npos)
            return {};
        const auto begin = at + name.size() + 4;
        return head.substr(begin, head.find("\r\n", begin) - begin);
    }
    [[nodiscard]] boost::json::object body(std::size_t index)
    {
        const auto request = this->request(index);
        return boost::json::parse(request.substr(request.find("\r\n\r\n") + 4)).as_object();
    }

private:
    std::mutex m_mutex;
    std::vector<std::string> m_requests;
    ScriptedPeer m_peer;
};

} // namespace slipswitch::tests
