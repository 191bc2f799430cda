// 広がる禁輸と、禁輸免除条項。
export const cascade = {
  lead: '誰が何を決めたかを回ごとに示す。ある回の決定はすべて前の回の解に基づき、禁輸は解除されない。新たに動く者がいない回で終わる。第0回は政策そのもの。',
  rounds: (clause) => `回ごとの決定${clause === null ? '' : clause ? '（条項あり）' : '（条項なし）'}`,
  parties: '禁輸免除条項の両当事者：条項がある場合とない場合',
  round: '回', region: '地域', goods: '品目', action: '決定', trigger: '引き金（基準比）', clause: '条項', measure: '項目', unit: '単位', base: '基準', without: '条項なし', with: '条項あり',
  actions: { ban: '禁輸する', limit: '輸出を制限する', none: '動かない', partial: '一部の相手に禁輸する' },
  kinds: { capped: '上限付き', exempt: '全面免除', proportional: '比例' },
  measures: { price: '国内価格', use: '使用量', index: '使用量（指数）', partner: '相手国からの輸入', calories: 'カロリー', cover: '在庫で賄える日数', real_income: '実質所得' },
  abroad: '国外への販売',
  units: { 'base = 1': '基準＝1', 'billion kcal': '十億kcal', days: '日', percent: '%' },
  outcome: (rounds, clause) => `${clause === null ? '' : clause ? '条項あり：' : '条項なし：'}${rounds.length ? `${rounds.join('、')}。` : '追随する国はない。'}`,
  acted: (round, names) => `第${round}回は${names.join('・')}`,
  actor: (region, goods) => (goods === null ? region : `${region}（${goods}）`),
  between: (exporter, importer, kind) => `${exporter}から${importer}へ（${kind}）`,
};
