// 政策の規則についての文。
const named = (name) => name;
const flows = (w) => (w.both ? `${w.seller}と${w.buyer}の間の${w.sector}` : `${w.seller}から${w.buyer ?? ''}への${w.sector}`);
const nouns = { tariff: '関税', export_tax: '輸出税', barrier: '貿易障壁', productivity: '生産性', subsidy: '補助金', labour: '労働' };
const weights = { tariff: '貿易額による加重平均', export_tax: '貿易額による加重平均', barrier: '貿易額による加重平均', productivity: '産出額による加重平均', subsidy: '産出額による加重平均', labour: '付加価値による加重平均' };
const place = (kind, w) => (kind === 'labour' ? `${w.of}の` : w.destination ? `${flows(w)}に対する` : `${w.of}の${w.sector}の`);
const moved = (m, weight) => {
  if (m.kind === 'banned') return 'は変わらない（すべて禁止されているため）';
  const average = m.average ? `（${weight}）` : '';
  return m.kind === 'stays' ? `は${m.after}のまま${average}` : `が${m.before}から${m.after}へ${m.kind === 'rises' ? '上がる' : '下がる'}${average}`;
};
const shared = { together: '（合計で）', each: '（それぞれ）' };

export const rule = {
  named,
  receiver: 'plain',
  from: (name) => name,
  to: (name) => name,
  setOf: { in: (name) => `${name}で`, from: (name) => name, to: (name) => name, plain: (name) => name },
  allRegions: '全地域',
  allSectors: '全部門',
  allProducts: '全製品',
  regions: (n) => `${n}地域`,
  sectors: (n) => `${n}部門`,
  products: (n) => `${n}製品`,
  without: (all, products) => `${all}（${products}を除く）`,
  withOwn: (goods) => `${goods}（域内の販売を含む）`,
  restOf: (sector) => `その他の${sector}`,
  sets: { goods: '財', services: 'サービス' },
  groupNames: { CUSMA: 'CUSMA（USMCA）', EU: 'EU', CPTPP: 'CPTPP', RCEP: 'RCEP', G7: 'G7', PROVINCES: '各州' },
  groups: { CUSMA: 'CUSMA（USMCA）加盟国', CPTPP: 'CPTPP', EU: 'EU', PROVINCES: '各州' },
  rate: (kind, w, m) => `${place(kind, w)}${nouns[kind]}${moved(m, weights[kind])}${['productivity', 'labour', 'barrier'].includes(kind) && m.kind !== 'banned' ? '（データとの比較）' : ''}。`,
  demand: (w, falls, amount) => `${flows(w)}の需要が、価格が同じなら${amount}${falls ? '減る' : '増える'}。他の売り手が比例して補う。`,
  finalDemand: (w, falls, amount) => `${w.of}の${w.sector}の最終需要が、価格が同じなら${amount}${falls ? '減る' : '増える'}。他の部門が比例して補う。`,
  ban: (w) => `${flows(w)}の貿易を禁止する。`,
  clause: {
    capped: (w) => `${flows(w)}の貿易への禁輸は、基準の数量までは適用しない（禁輸免除条項・上限付き）。`,
    exempt: (w) => `${flows(w)}の貿易への禁輸は適用しない（禁輸免除条項・全面）。`,
    proportional: (w) => `${flows(w)}の貿易への禁輸の下でも、輸入者は輸出者の販売全体に占める従来の割合を保つ（禁輸免除条項・比例）。`,
  },
  quota: (w, limit, limits, owner) => `${flows(w)}の貿易量は${limit}以下${shared[limits] || ''}。${owner}。`,
  capacity: (of, w, limit, limits, owner) => `${w.of}の${w.sector}の${of === 'exports' ? '輸出量' : '生産量'}は${limit}以下${shared[limits] || ''}。${owner}。`,
  ofReference: (x) => `基準の${x}`,
  ofIncome: (x) => `所得の${x}`,
  money: (x, unit) => `${x}${unit}`,
  owner: { nobody: () => 'レントは誰も受け取らず、途中で失われる', importer: () => 'レントは輸入側が受け取る', exporter: () => 'レントは輸出側が受け取る', itself: () => 'レントはその地域が受け取る', region: (name) => `レントは${name}が受け取る` },
  preference: (w, use, m) => (use ? `${flows(w)}の特恵利用率が通関額の${use[0]}から${use[1]}となり、実行関税率${moved(m, '貿易額による加重平均')}。` : `${flows(w)}の特恵はなくなる（すべて禁止されているため）。`),
  transfer: (payer, receiver, paid, each, split) => `${payer}${each ? 'のそれぞれ' : ''}が${receiver}に${paid}を支払う${split ? '（付加価値に応じて配分）' : ''}。`,
  target: (outcome, change, by) => `${outcome}を、${by}によって基準比${change}に保つ。`,
  outcomes: {
    output: (w) => `${w.of}の${w.sector}の生産`,
    exports: (w) => `${w.of}の${w.sector}の輸出`,
    imports: (w) => `${w.of}の${w.sector}の輸入`,
    trade: (w) => `${flows(w)}の貿易`,
    price: (w) => `${w.of}の${w.sector}の価格`,
    real_income: (w) => `${w.of}の実質所得`,
    real_wage: (w) => `${w.of}の実質賃金`,
    employment: (w) => `${w.of}の雇用`,
    wage: (w) => `${w.of}の賃金`,
    price_index: (w) => `${w.of}の物価指数`,
    output_value: (w) => `${w.of}の${w.sector}の生産額`,
    unit_cost: (w) => `${w.of}の${w.sector}の単位費用`,
    sales: (w) => `${w.of}の${w.sector}の売上`,
    exports_value: (w) => `${w.of}${w.buyers ? `から${w.buyers}へ` : ''}の${w.sector ? `${w.sector}の` : ''}輸出額`,
    imports_value: (w) => `${w.of}の${w.sellers ? `${w.sellers}からの` : ''}${w.sector ? `${w.sector}の` : ''}輸入額`,
  },
  instruments: {
    tariff: (w) => `${flows(w)}に対する関税`,
    export_tax: (w) => `${flows(w)}に対する輸出税`,
    barrier: (w) => `${flows(w)}の貿易障壁`,
    demand: (w) => `${flows(w)}の需要`,
    subsidy: (w) => `${w.of}の${w.sector}への補助金`,
    productivity: (w) => `${w.of}の${w.sector}の生産性`,
    labour: (w) => `${w.of}の労働`,
    transfer: (w) => `${w.origin}から${w.destination}への移転`,
  },
  net: (sector, from, market, before, after) => `${from}からの${sector}は、${market}${before}ではなく${after}を支払う。`,
  netTitle: '最終的に支払う税率',
};
