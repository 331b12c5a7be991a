#pragma once

#include "core/base/Secret.h"
#include "ui/onboarding/OnboardingData.h"

#include <QWidget>

class QGridLayout;
class QLineEdit;
class QPushButton;
class QScrollArea;

namespace slipswitch::ui {

class Banner;
class CodeView;
class ElidedLabel;
class KeyField;
class Label;
class OfferList;
class StatusDot;
class StepCard;
class TrackView;

/// The first screen, over the whole window: keys, a tool, the first request. Covers its parent until it is
/// closed; nothing beneath gets the focus meanwhile.
class OnboardingView : public QWidget
{
    Q_OBJECT

public:
    explicit OnboardingView(QWidget *parent = nullptr);

    void setData(const OnboardingData &shown);
    [[nodiscard]] Secret pastedKey() const;
    [[nodiscard]] Secret passphrase() const;
    /// Removes itself and gives the window back.
    void leave();

Q_SIGNALS:
    void skipped();
    void demoRequested();
    void offerChosen(const QString &id, bool on);
    void keyChanged();
    void candidateChosen(const QString &kind);
    void useRequested();
    void toolChosen(const QString &id);
    /// At the end: "log", "connect" or "overview".
    void finished(const QString &pageId);

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] QWidget *makeTop();
    [[nodiscard]] QWidget *makeFoot();
    [[nodiscard]] QWidget *makeKeys();
    [[nodiscard]] QWidget *makeTools();
    [[nodiscard]] QWidget *makeWaiting();
    [[nodiscard]] QWidget *makeEnd();
    void cover(QWidget &window);
    void showKeys();
    void showTools();
    void showRequest();
    void showNote();

    OnboardingData m_shown;
    std::vector<QWidget *> m_covered; ///< switched off as long as this is here
    QPushButton *m_skip = nullptr, *m_demo = nullptr, *m_use = nullptr, *m_log = nullptr,
                *m_connect = nullptr;
    Label *m_title, *m_subtitle;
    StepCard *m_keyCard, *m_toolCard, *m_requestCard;
    QWidget *m_keyArea = nullptr, *m_toolArea = nullptr, *m_waitArea = nullptr, *m_endArea = nullptr;
    QWidget *m_notePlace = nullptr, *m_candidates = nullptr, *m_tiles = nullptr, *m_linesArea = nullptr;
    OfferList *m_offers = nullptr;
    KeyField *m_key = nullptr;
    QLineEdit *m_passphrase = nullptr;
    ElidedLabel *m_promise = nullptr;
    Label *m_file = nullptr, *m_after = nullptr, *m_waiting = nullptr;
    QWidget *m_troublePlace = nullptr;
    CodeView *m_lines = nullptr;
    TrackView *m_track = nullptr;
    StatusDot *m_dot = nullptr, *m_waitDot = nullptr;
    Label *m_state = nullptr, *m_address = nullptr;
    QScrollArea *m_scroll = nullptr;
};

} // namespace slipswitch::ui
