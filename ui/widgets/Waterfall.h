#pragma once

#include <QString>
#include <QWidget>

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace slipswitch::ui {

/// One line of a waterfall; times since the request began.
struct WaterfallRow
{
    enum class Kind : std::uint8_t
    {
        Check, ///< something of ours
        Failed, ///< a try that went wrong
        Wait, ///< nothing was done on purpose
        Answer, ///< the try that answered
    };
    using Micros = std::chrono::microseconds;

    Kind kind = Kind::Check;
    QString name; ///< "Try 1"
    QString detail; ///< "Anthropic"
    QString provider; ///< kind, for its line; empty: none
    Micros start {}, end {};
    std::optional<Micros> content; ///< first content; the bar is pale before it
    QString label; ///< "429", "streaming 3.5 s"
};

/// A request's tries on one time axis. Up and Down move through the rows and read them out.
class Waterfall : public QWidget
{
    Q_OBJECT

public:
    explicit Waterfall(QWidget *parent = nullptr);

    void setRows(std::vector<WaterfallRow> rows);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void paintAxis(QPainter &painter) const;
    void paintRow(QPainter &painter, std::size_t index) const;
    [[nodiscard]] double xOf(std::chrono::microseconds time) const;
    [[nodiscard]] QString sentence(const WaterfallRow &row) const;
    void describe();

    std::vector<WaterfallRow> m_rows;
    double m_seconds = 1, m_step = 1;
    int m_current = -1;
};

} // namespace slipswitch::ui
