#include "ui/connect/ProofRow.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Figures.h"
#include "ui/widgets/Label.h"

#include <QHBoxLayout>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

class Arrow : public QWidget
{
public:
    Arrow() { setFixedSize(14, 14); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintIcon(painter, rect(), u"arrow-right"_s, tokens().text3);
    }
};

} // namespace

ProofRow::ProofRow(QWidget *parent)
    : QWidget(parent)
    , m_dot(new StatusDot)
    , m_result(new Pill)
    , m_time(new Label({}, Type::Mono, Ink::Tertiary))
    , m_arrow(new Arrow)
    , m_model(new ElidedLabel({}, Type::BodyStrong))
    , m_answer(new ElidedLabel({}, Type::Body, Ink::Secondary))
    , m_provider(new Badge({}, 20))
    , m_open(makeButton(tr("Open"), {}, ButtonKind::Ghost))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(13, 0, 9, 0);
    row->setSpacing(10);
    for (auto *part :
        {static_cast<QWidget *>(m_dot), static_cast<QWidget *>(m_result), static_cast<QWidget *>(m_time),
            static_cast<QWidget *>(m_model), m_arrow, static_cast<QWidget *>(m_provider)})
        row->addWidget(part);
    row->addWidget(m_answer, 1);
    row->addWidget(m_open);
    setSmall(*m_open);
    setFixedHeight(46);
    connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT opened(m_id); });
    setProof({}, {});
}

void ProofRow::setProof(const std::optional<ConnectData::Proof> &proof, const QString &waiting)
{
    for (auto *part : {static_cast<QWidget *>(m_result), static_cast<QWidget *>(m_time),
             static_cast<QWidget *>(m_model), static_cast<QWidget *>(m_open)})
        part->setVisible(proof.has_value());
    m_dot->setVisible(!proof);
    m_dot->setTone(Tone::Neutral);
    const bool answered = proof && !proof->providerKind.isEmpty();
    m_provider->setVisible(answered);
    m_arrow->setVisible(proof && !proof->answer.isEmpty());
    m_answer->setText(proof ? proof->answer : waiting);
    setAccessibleName(m_answer->text());
    if (!proof)
        return;
    m_id = proof->requestId;
    m_result->setPill(proof->result);
    m_time->setText(proof->time);
    m_model->setText(proof->model);
    m_provider->setKind(proof->providerKind);
    setAccessibleName(
        QStringList {proof->result.word, proof->time, proof->model, proof->answer}.join(u", "_s));
}

void ProofRow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintRound(painter, rect(), 8, tokens().surface, tokens().border);
}

} // namespace slipswitch::ui
