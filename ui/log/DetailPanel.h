#pragma once

#include "ui/log/DetailData.h"

#include <QWidget>

class QPushButton;
class QStackedWidget;
class QTabBar;
class QVBoxLayout;

namespace slipswitch::ui {

class CodeView;
class CopyButton;
class ElidedLabel;
class FigureRow;
class FindBar;
class Label;
class Pill;
class Skeleton;
class TokenBar;

/// Whether bodies are kept, as far as the panel has to say.
struct BodyKeeping
{
    bool on = false;
    QString until; ///< "11:42" where it ends by itself; empty: it doesn't
    bool operator==(const BodyKeeping &) const = default;
};

/// One request at the log's right side: how it went, what was sent and answered, what it cost.
class DetailPanel : public QWidget
{
    Q_OBJECT

public:
    static constexpr int panelWidth = 420;
    enum Tab : std::uint8_t
    {
        Trace,
        Request,
        Response,
        Headers,
        Cost
    };

    explicit DetailPanel(QWidget *parent = nullptr);

    /// On its way; nothing is shown for 300 ms.
    void setLoading(RequestId id);
    void setDetail(const DetailData &detail);
    /// The row is gone, or the log can't be read.
    void setProblem(const QString &title, const QString &text);
    void setKeeping(const BodyKeeping &keeping);
    void setTab(Tab tab);
    /// Opens a field to find words in a body, where one was kept.
    void find();
    [[nodiscard]] FindBar *findBar(Tab tab) const
    {
        return tab == Request ? m_request.find : m_response.find;
    }
    [[nodiscard]] RequestId shownId() const { return m_detail.id; }
    [[nodiscard]] const DetailData &detail() const { return m_detail; }

Q_SIGNALS:
    void closed();
    void curlRequested();
    void keepBodiesRequested(bool keep);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QWidget *makeHead();
    [[nodiscard]] QWidget *makeTrace();
    [[nodiscard]] QWidget *makeBody(bool request);
    [[nodiscard]] QWidget *makeLines(QVBoxLayout *&lines, Label *&note);
    void showTrace();
    void showBody(bool request);
    void showHeaders();
    void addLines(QVBoxLayout &to, const DetailData::Lines &lines);

    struct BodyTab
    {
        QStackedWidget *stack = nullptr;
        CodeView *code = nullptr;
        FindBar *find = nullptr;
        Label *title = nullptr, *text = nullptr;
        QPushButton *keep = nullptr;
    };

    DetailData m_detail;
    BodyKeeping m_keeping;
    Pill *m_result;
    ElidedLabel *m_model, *m_requested, *m_tool, *m_id;
    Label *m_time;
    CopyButton *m_copyId;
    QPushButton *m_curl;
    QTabBar *m_tabs;
    QStackedWidget *m_stack, *m_whole;
    Label *m_problemTitle = nullptr, *m_problemText = nullptr;
    Waterfall *m_fall = nullptr;
    FigureRow *m_figures = nullptr;
    Label *m_tokensNote = nullptr, *m_whyTitle = nullptr, *m_why = nullptr, *m_saidTitle = nullptr;
    TokenBar *m_tokens = nullptr;
    QWidget *m_traceParts = nullptr, *m_liveNote = nullptr;
    CodeView *m_said = nullptr;
    BodyTab m_request, m_response;
    QVBoxLayout *m_headers = nullptr, *m_cost = nullptr;
    Label *m_headersNote = nullptr;
};

} // namespace slipswitch::ui
