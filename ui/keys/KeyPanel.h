#pragma once

#include "core/base/Secret.h"
#include "ui/keys/KeysData.h"
#include "ui/widgets/Card.h"

class QFormLayout;
class QGridLayout;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace slipswitch::ui {

class Badge;
class Banner;
class CopyButton;
class ElidedLabel;
class KeyForm;
class Label;
class Pill;

/// The side of the keys page: a form for a new key, the new key itself (once), or what is known of one.
class KeyPanel : public Card
{
    Q_OBJECT

public:
    explicit KeyPanel(QWidget *parent = nullptr);

    void showForm(const KeysData &keys, const QString &tool);
    [[nodiscard]] KeyForm *form() const { return m_form; }
    /// The only time that a key is on screen as a whole; it is wiped from here when the panel closes.
    void showSecret(const KeyWish &wish, const Secret &secret);
    void showKey(const KeysData::Row &row);
    /// The id that `showKey` shows now; empty with a form or a new key.
    [[nodiscard]] QString shownKey() const;
    [[nodiscard]] bool holdsSecret() const;
    /// Closes; a new key is wiped.
    void leave();

Q_SIGNALS:
    void closed();
    void revokeRequested(const QString &id);
    void restoreRequested(const QString &id);
    void connectRequested(const QString &tool);
    void logRequested(const QString &id);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QWidget *makeReady();
    [[nodiscard]] QWidget *makeDetails();
    void forget();
    void fillFacts(const KeysData::Row &row);

    QStackedWidget *m_stack;
    KeyForm *m_form;
    QWidget *m_ready = nullptr, *m_details = nullptr;
    QLineEdit *m_secret = nullptr;
    CopyButton *m_copy = nullptr;
    QGridLayout *m_readyFacts = nullptr, *m_facts = nullptr;
    QPushButton *m_connect = nullptr, *m_revoke = nullptr;
    Banner *m_unused = nullptr;
    Pill *m_standing = nullptr;
    KeyWish m_wish;
    KeysData::Row m_row;
};

} // namespace slipswitch::ui
