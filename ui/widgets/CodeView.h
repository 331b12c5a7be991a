#pragma once

#include "ui/theme/Tokens.h"

#include <QWidget>

#include <vector>

class QPlainTextEdit;

namespace slipswitch::ui {

class CodeColours;
class CopyButton;

/// Text in fixed letters that can be selected and copied, on an inset ground.
class CodeView : public QWidget
{
    Q_OBJECT

public:
    /// @param says  what the text is; its accessible name.
    explicit CodeView(const QString &says, QWidget *parent = nullptr);

    /// @param copies  what the button copies where it differs, such as a key that is shown masked.
    void setText(const QString &text, const QString &copies = {});
    [[nodiscard]] QString text() const;
    /// As high as its lines, up to `most`; without this it takes what there is.
    void fitLines(int most);
    void setWrapped(bool wrapped);
    /// Names, strings and comments in colours of their own.
    void setColoured();
    /// A ground for each line, from the first one on; Neutral: none. Counts until the next text.
    void setGrounds(std::vector<Tone> tones);
    [[nodiscard]] CopyButton *copyButton() const { return m_copy; }
    [[nodiscard]] QPlainTextEdit *edit() const { return m_edit; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void colour();
    void layGrounds();
    [[nodiscard]] int lineCount() const;
    [[nodiscard]] bool scrollsSideways() const;

    QPlainTextEdit *m_edit;
    CopyButton *m_copy;
    CodeColours *m_colours = nullptr;
    std::vector<Tone> m_grounds;
    int m_most = 0;
};

} // namespace slipswitch::ui
