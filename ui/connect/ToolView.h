#pragma once

#include "ui/connect/ConnectData.h"

#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QPushButton;
class QVBoxLayout;

namespace slipswitch::ui {

class CodeView;
class ElidedLabel;
class Label;
class ProofRow;
class SegmentedControl;
class StepHead;
class WritingPanel;

/// One tool: its key, the lines that point it here, and the first request as proof.
class ToolView : public QWidget
{
    Q_OBJECT

public:
    explicit ToolView(QWidget *parent = nullptr);

    void setTool(const ConnectData::Open &tool);
    [[nodiscard]] CodeView *code() const { return m_code; }
    [[nodiscard]] QPushButton *newKey() const { return m_newKey; }
    [[nodiscard]] ProofRow *proof() const { return m_proof; }
    [[nodiscard]] WritingPanel *writing() const { return m_writing; }
    /// Writing comes first where it is offered.
    void chooseWay(int index);

Q_SIGNALS:
    void newKeyRequested();
    void keyChosen(const QString &id);
    void modelChosen(const QString &model);
    void writeRequested();
    void putBackRequested();
    void requestOpened(const QString &requestId);
    void keyOpened(const QString &id);

private:
    void makeHead(QVBoxLayout &column);
    void makeKeyStep(QVBoxLayout &column);
    void makeLinesStep(QVBoxLayout &column);
    void makeProofStep(QVBoxLayout &column);
    void showHead(bool sameTool);
    void showKeys();
    void showWays(bool sameTool);
    void showLines();
    void showCopied(const ConnectData::Way &way);
    void showModels(const ConnectData::Way &way);
    [[nodiscard]] bool writes() const { return m_tool.writing && m_way == 0; }
    void showNotes();

    ConnectData::Open m_tool;
    QString m_copied; ///< what the lines' copy button holds
    QStringList m_shownModels;
    int m_way = 0; ///< of the segments
    bool m_offered = false; ///< writing stands before the ways
    QWidget *m_badge;
    QHBoxLayout *m_badgePlace = nullptr, *m_wayPlace = nullptr;
    Label *m_name;
    ElidedLabel *m_about, *m_file;
    Pill *m_standing;
    QPushButton *m_itsKey, *m_newKey;
    StepHead *m_keyStep, *m_linesStep, *m_proofStep;
    QComboBox *m_keys, *m_models;
    std::vector<ConnectData::Key> m_keysShown;
    Label *m_keyNote, *m_after, *m_modelName;
    SegmentedControl *m_ways = nullptr;
    QWidget *m_fileIcon;
    CodeView *m_code;
    WritingPanel *m_writing;
    ProofRow *m_proof;
    QVBoxLayout *m_warnings = nullptr, *m_notes = nullptr;
};

} // namespace slipswitch::ui
