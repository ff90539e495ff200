/** Characters that Cantonese is often typed with instead of its own, one for one; in folded text. */
const slips: readonly (readonly [RegExp, string])[] = [
  [/(?<=[\p{Script=Han}a-z])左(?![右边手侧转])/gu, "咗"],
  [/(?<=[先而未再点过出入返番会唔都我你佢人])黎(?!明)|黎(?=[左咗到紧得唔喇啦架㗎呀])/gu, "嚟"],
  [/(?<=[改订加留拎攞变转做约调取换要俾畀抽推延搬借k])番(?![茄薯石])/gu, "返"],
  [/(?<![结如水效苹后因糖干])果(?=[场间日个啲d节晚阵边位次])/gu, "嗰"],
  [/既(?![然要不定是得又能有])/gu, "嘅"],
  [/(?<=[我你佢])地(?![址铁方点下库区])/gu, "哋"],
  [/(?<=唔)洗(?![手头])/gu, "使"],
  [/比(?=我|佢|你[哋地])(?!我们)/gu, "俾"],
  [/(?<=\p{Script=Han})d(?![a-z\d])/gu, "啲"],
  // 12/2 (三): the day of the week.
  [/(?<=[\d号日] ?)\(([一二三四五六日天])\)/gu, "周$1 "],
  [/(?<=取)销/gu, "消"],
  [/(?<=直|值|主)拨(?!打|电|号)/gu, "播"],
  [/值(?=播)/gu, "直"],
  [/(?<=环)[型行](?=灯)/gu, "形"],
]
const any = /[(左黎番果既地洗比销拨值环]|\p{Script=Han}d/u

/** 黎左 as 嚟咗, 果場 as 嗰場, 早d as 早啲. Nothing changes its place. */
export const rightHan = (text: string): string =>
  any.test(text) ? slips.reduce((so, [wrong, right]) => so.replace(wrong, right), text) : text
