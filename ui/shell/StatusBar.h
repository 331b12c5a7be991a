#pragma once

#include "ui/theme/Tokens.h"

#include <QAbstractButton>
#include <QWidget>

#include <array>
#include <cstdint>

namespace slipswitch::ui {

/// What the status bar says; texts are ready to be read, empty ones are not shown.
struct StatusData
{
    QString state {}; ///< "Routing"
    Tone stateTone = Tone::Neutral;
    QString address {}; ///< "127.0.0.1:4141"
    QString rate {}; ///< "42 req/min"
    QString inFlight {}; ///< "3 in flight"
    QString standIn {}; ///< "Anthropic rate-limited, using OpenAI until 11:07"
    QString spend {}; ///< "$6.84 today"
    QString latency {}; ///< "p50 1.2 s"
    QString log {}; ///< "Log 1.2 of 5 GB"
    bool logTrouble = false;

    bool operator==(const StatusData &) const = default;
};

/// How things stand, always in sight. Every part can be clicked and leads to where more is told.
class StatusBar : public QWidget
{
    Q_OBJECT

public:
    enum class Part : std::uint8_t
    {
        State,
        Address,
        Rate,
        InFlight,
        StandIn,
        Spend,
        Latency,
        Log,
    };
    static constexpr std::size_t parts = 8;

    explicit StatusBar(QWidget *parent = nullptr);

    void setStatus(const StatusData &status);
    [[nodiscard]] QAbstractButton *button(Part part) const;

Q_SIGNALS:
    void clicked(slipswitch::ui::StatusBar::Part part);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    class Entry;
    void arrange();

    std::array<Entry *, parts> m_entries {};
    StatusData m_status;
};

} // namespace slipswitch::ui
