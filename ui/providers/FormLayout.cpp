#include "ui/providers/FormParts.h"
#include "ui/providers/FormView.h"
#include "ui/providers/ModelTable.h"
#include "ui/providers/TestStrip.h"
#include "ui/providers/TextArea.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/Fields.h"
#include "ui/widgets/KeyField.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Pill.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRegularExpressionValidator>
#include <QScrollArea>
#include <QVBoxLayout>

// How the form is put together; what it shows stands in FormView.cpp.
namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int margin = 32, areaHeight = 58;

class LockGlyph : public QWidget
{
public:
    LockGlyph() { setFixedSize(16, 16); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintIcon(painter, {1, 1, 14, 14}, u"lock"_s, tokens().text3);
    }
};

QHBoxLayout *bare(QWidget *whole)
{
    auto *row = new QHBoxLayout(whole);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    return row;
}

SearchField *smallSearch(const QString &says)
{
    auto *field = new SearchField(says);
    setSmall(*field);
    field->setFixedWidth(180);
    return field;
}

} // namespace

FormView::FormView(QWidget *parent)
    : QWidget(parent)
    , m_badge(new Badge({}, 36))
    , m_title(new ElidedLabel({}, Type::Title))
    , m_about(new ElidedLabel({}, Type::Body, Ink::Secondary))
{
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    m_scroll = new QScrollArea;
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->viewport()->setAutoFillBackground(false);
    auto *body = new QWidget;
    body->setAutoFillBackground(false);
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(margin, 20, margin, 16);
    column->setSpacing(16);
    column->addWidget(makeHead());
    column->addSpacing(3);
    column->addWidget(makeKeyArea());
    column->addWidget(makePassphrase());
    m_strip = new TestStrip;
    m_strip->setObjectName(u"test"_s);
    column->addWidget(m_strip);
    column->addWidget(makeChooser());
    column->addWidget(makeFields());
    column->addWidget(makeModels(), 1);
    column->addStretch(0);
    m_scroll->setWidget(body);
    body->setAutoFillBackground(false);
    whole->addWidget(m_scroll, 1);
    whole->addWidget(makeFoot());
    m_form.revision = -1;
    setForm({});
}

QWidget *FormView::makeHead()
{
    auto *whole = new QWidget;
    auto *row = bare(whole);
    row->setSpacing(12);
    row->addWidget(m_badge);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_title);
    words->addWidget(m_about);
    row->addLayout(words, 1);
    m_remove = makeIconButton(u"trash"_s, tr("Remove this provider"));
    connect(m_remove, &QPushButton::clicked, this, &FormView::removeRequested);
    row->addWidget(m_remove);
    m_trafficLabel = new Label(tr("Send traffic here"), Type::Body, Ink::Secondary);
    row->addWidget(m_trafficLabel);
    m_enabled = new Switch(tr("Send traffic here"));
    connect(m_enabled, &Switch::clicked, this, &FormView::enableRequested);
    row->addWidget(m_enabled);
    return whole;
}

QWidget *FormView::makeKeyArea()
{
    auto *whole = new QWidget;
    auto *column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(7);
    auto *head = new QHBoxLayout;
    m_keyCaption = new Label({}, Type::SmallStrong, Ink::Secondary);
    head->addWidget(m_keyCaption);
    head->addStretch(1);
    m_addKey = makeButton(tr("Add a key"), u"plus"_s, ButtonKind::Ghost);
    m_testSaved = makeButton(tr("Test"), u"refresh"_s);
    for (auto *button : {m_addKey, m_testSaved}) {
        setSmall(*button);
        head->addWidget(button);
    }
    connect(m_addKey, &QPushButton::clicked, this, &FormView::focusKey);
    connect(m_testSaved, &QPushButton::clicked, this, &FormView::testRequested);
    column->addLayout(head);
    m_keys = new KeyList;
    connect(m_keys, &KeyList::removeRequested, this, &FormView::keyRemoveRequested);
    column->addWidget(m_keys);
    m_keyRow = new QWidget;
    auto *row = bare(m_keyRow);
    m_key = new KeyField(tr("API key"));
    m_key->setPlaceholderText(tr("Paste a key. It is recognised as you paste."));
    m_noKey = new ElidedLabel({}, Type::Body, Ink::Secondary);
    m_eye = makeIconButton(u"eye"_s, tr("Show or hide the key"), ButtonKind::Secondary);
    m_test = makeButton({}, u"refresh"_s);
    row->addWidget(m_key, 1);
    row->addWidget(m_noKey, 1);
    row->addWidget(m_eye);
    row->addWidget(m_test);
    connect(m_key, &QLineEdit::textChanged, this, [this] {
        showKeyArea();
        Q_EMIT keyChanged();
    });
    const auto act = [this] {
        if (!m_test->isVisible() || !m_test->isEnabled())
            return;
        m_form.stage == ProviderForm::Stage::Saved ? Q_EMIT keyAddRequested() : Q_EMIT testRequested();
    };
    connect(m_key, &QLineEdit::returnPressed, this, act);
    connect(m_test, &QPushButton::clicked, this, act);
    connect(m_eye, &QPushButton::clicked, this, [this] {
        m_key->setRevealed(!m_key->revealed());
        showKeyArea();
    });
    column->addWidget(m_keyRow);
    m_notePlace = new QVBoxLayout;
    m_notePlace->setContentsMargins(0, 1, 0, 0);
    column->addLayout(m_notePlace);
    m_candidates = new TileGrid;
    connect(m_candidates, &TileGrid::chosen, this, &FormView::kindChosen);
    column->addWidget(m_candidates);
    return whole;
}

QWidget *FormView::makeChooser()
{
    m_chooser = new QWidget;
    auto *column = new QVBoxLayout(m_chooser);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    m_foundArea = new QWidget;
    auto *found = new QVBoxLayout(m_foundArea);
    found->setContentsMargins(0, 0, 0, 10);
    found->setSpacing(8);
    found->addWidget(new Label(tr("Found on this computer, not used yet"), Type::CardTitle));
    m_found = new TileGrid;
    connect(m_found, &TileGrid::chosen, this, &FormView::foundChosen);
    found->addWidget(m_found);
    column->addWidget(m_foundArea);
    auto *head = new QHBoxLayout;
    head->addWidget(new Label(tr("Or choose a provider"), Type::CardTitle));
    head->addStretch(1);
    m_kindFilter = smallSearch(tr("Find by name"));
    head->addWidget(m_kindFilter);
    column->addLayout(head);
    m_kinds = new TileGrid;
    connect(m_kinds, &TileGrid::chosen, this, &FormView::kindChosen);
    connect(m_kindFilter, &QLineEdit::textChanged, m_kinds, &TileGrid::setFilter);
    column->addWidget(m_kinds);
    column->addStretch(1);
    return m_chooser;
}

QWidget *FormView::makePassphrase()
{
    m_passphraseRow = new QWidget;
    auto *column = new QVBoxLayout(m_passphraseRow);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    m_passphraseWords = new Label({}, Type::SmallStrong, Ink::Secondary);
    column->addWidget(m_passphraseWords);
    auto *row = new QHBoxLayout;
    m_passphrase = new QLineEdit;
    m_passphrase->setEchoMode(QLineEdit::Password);
    m_passphrase->setAccessibleName(tr("Passphrase"));
    row->addWidget(m_passphrase, 1);
    auto *use = makeButton({}, u"lock"_s);
    m_usePassphrase = use;
    row->addWidget(use);
    column->addLayout(row);
    connect(m_passphrase, &QLineEdit::returnPressed, this, &FormView::passphraseGiven);
    connect(use, &QPushButton::clicked, this, &FormView::passphraseGiven);
    return m_passphraseRow;
}

QWidget *FormView::makeFields()
{
    m_fieldArea = new QWidget;
    auto *column = new QVBoxLayout(m_fieldArea);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    auto *row = new QHBoxLayout;
    row->setSpacing(16);
    m_name = new QLineEdit;
    m_name->setValidator(new QRegularExpressionValidator(QRegularExpression(u"[a-z0-9-]{0,64}"_s), m_name));
    m_name->setToolTip(tr("Lower-case letters, digits and hyphens; tools may ask for name/model"));
    m_address = new QLineEdit;
    m_address->setFont(ui::font(Type::Mono));
    m_address->setPlaceholderText(u"https://…/v1"_s);
    row->addWidget(captioned(tr("Name in this app"), m_name), 32);
    row->addWidget(captioned(tr("Provider address"), m_address), 66);
    column->addLayout(row);
    m_parameters = new ParameterRow;
    connect(m_parameters, &ParameterRow::changed, this, &FormView::showFoot);
    column->addWidget(m_parameters);
    m_moreButton
        = makeButton(tr("Proxy, headers, certificates, model names"), u"chevron-right"_s, ButtonKind::Ghost);
    setSmall(*m_moreButton);
    m_moreButton->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(m_moreButton, &QPushButton::clicked, this, [this] { openMore(m_more->isHidden()); });
    auto *more = new QHBoxLayout;
    more->setContentsMargins(-10, 0, 0, 0); // its words stand under the fields' edge
    more->addWidget(m_moreButton);
    more->addStretch(1);
    column->addLayout(more);
    column->addWidget(makeMore());
    const auto changed = [this] { showFoot(); };
    for (auto *field : {m_name, m_address, m_proxyAddress, m_caFile})
        connect(field, &QLineEdit::textChanged, this, changed);
    for (auto *area : {m_headers, m_modelNames})
        connect(area, &QPlainTextEdit::textChanged, this, changed);
    connect(m_proxy, &QComboBox::currentIndexChanged, this, [this] {
        showFields();
        showFoot();
    });
    return m_fieldArea;
}

QWidget *FormView::makeMore()
{
    m_more = new QWidget;
    auto *column = new QVBoxLayout(m_more);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    auto *row = new QHBoxLayout;
    row->setSpacing(16);
    m_proxy = new QComboBox;
    m_proxy->addItems({tr("As in the settings"), tr("Directly"), tr("Through a proxy of its own")});
    m_proxyAddress = new QLineEdit;
    m_proxyAddress->setFont(ui::font(Type::Mono));
    m_proxyAddress->setPlaceholderText(u"http://host:port, socks5://host:port"_s);
    m_caFile = new QLineEdit;
    m_caFile->setFont(ui::font(Type::Mono));
    m_caFile->setPlaceholderText(tr("PEM file, trusted in addition"));
    row->addWidget(captioned(tr("Connects"), m_proxy), 32);
    row->addWidget(captioned(tr("Proxy"), m_proxyAddress), 33);
    row->addWidget(captioned(tr("Certificates"), m_caFile), 33);
    column->addLayout(row);
    auto *areas = new QHBoxLayout;
    areas->setSpacing(16);
    const auto addArea = [areas](QPlainTextEdit *&edit, const QString &caption, const QString &example) {
        edit = new QPlainTextEdit;
        edit->setFont(ui::font(Type::Mono));
        edit->setPlaceholderText(example);
        edit->setTabChangesFocus(true);
        edit->setAccessibleName(caption);
        auto *area = new TextArea(edit);
        area->setFixedHeight(areaHeight);
        areas->addWidget(captioned(caption, area), 1);
    };
    addArea(m_headers, tr("Headers sent with every request, one a line"), u"X-Team: blue"_s);
    addArea(m_modelNames, tr("What models are called there, one a line"), u"gpt-5 = my-deployment"_s);
    column->addLayout(areas);
    return m_more;
}

QWidget *FormView::makeModels()
{
    m_modelArea = new QWidget;
    auto *column = new QVBoxLayout(m_modelArea);
    column->setContentsMargins(0, 2, 0, 0);
    column->setSpacing(4);
    auto *head = new QHBoxLayout;
    head->setSpacing(9);
    head->addWidget(new Label(tr("Models"), Type::CardTitle));
    m_modelCount = new Label({}, Type::Small, Ink::Tertiary);
    head->addWidget(m_modelCount);
    head->addStretch(1);
    m_modelFilter = smallSearch(tr("Find a model"));
    head->addWidget(m_modelFilter);
    m_shown = new SegmentedControl(tr("Models shown"), {{tr("Suggested")}, {tr("All")}, {tr("On")}});
    head->addWidget(m_shown);
    column->addLayout(head);
    m_models = new ModelTable;
    column->addWidget(m_models, 1);
    m_noModels = new Label(
        tr("None are known yet. Testing the provider finds them; any model can be asked for meanwhile."),
        Type::Small, Ink::Tertiary);
    m_noModels->setWrapped();
    column->addWidget(m_noModels);
    column->addStretch(0);
    connect(m_models, &ModelTable::switched, this, &FormView::modelSwitched);
    connect(m_shown, &SegmentedControl::currentChanged, this, [this] { showModels(); });
    connect(m_modelFilter, &QLineEdit::textChanged, this, [this] { showModels(); });
    return m_modelArea;
}

QWidget *FormView::makeFoot()
{
    m_foot = new QWidget;
    m_foot->setFixedHeight(66);
    auto *row = bare(m_foot);
    row->setContentsMargins(margin, 0, margin, 2);
    m_lock = new LockGlyph;
    row->addWidget(m_lock);
    m_savesTo = new ElidedLabel({}, Type::Small, Ink::Tertiary);
    row->addWidget(m_savesTo, 1);
    m_cancel = makeButton({}, {}, ButtonKind::Ghost);
    m_save = makeButton({}, {}, ButtonKind::Primary);
    connect(m_cancel, &QPushButton::clicked, this, &FormView::cancelRequested);
    connect(m_save, &QPushButton::clicked, this, &FormView::saveRequested);
    row->addWidget(m_cancel);
    row->addWidget(m_save);
    return m_foot;
}

} // namespace slipswitch::ui
