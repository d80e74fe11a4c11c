/** Typical things people say, so that a newcomer can try the bot with one press. */

const COMMANDS = {
  owner: ["/start", "/mytickets"],
  staff: [],
  manager: ["/start", "/reminders", "/invite 3-12F", "/broadcast"],
};

const SENTENCES = {
  owner: {
    "zh-Hant": [
      "12樓電梯壞了",
      "浴室天花板在漏水",
      "我要投訴，樓上半夜一直很吵",
      "管理費怎麼繳？",
      "樓下好像失火了，好多煙",
      "謝謝你們，修得很快",
    ],
    "zh-Hans": [
      "12楼电梯坏了",
      "卫生间天花板漏水了",
      "我要投诉，楼上半夜一直很吵",
      "物业费怎么交？",
      "楼下好像着火了，好多烟",
      "谢谢你们，修得真快",
    ],
    en: [
      "The lift on floor 12 is broken",
      "Water is dripping from my bathroom ceiling",
      "I want to complain: the flat above is noisy all night",
      "How do I pay the management fee?",
      "I think there is a fire downstairs, lots of smoke",
      "Thank you, that was quick",
    ],
  },
  staff: {
    "zh-Hant": ["我十分鐘後到", "請問方便進屋的時間？", "零件換好了，請再試試", "這是公司規定"],
    "zh-Hans": ["我十分钟后到", "请问什么时间方便上门？", "配件换好了，请再试试", "这是公司规定"],
    en: [
      "I’ll be there in ten minutes",
      "When may we come in?",
      "The part is replaced, please try again",
      "That’s company policy",
    ],
  },
  manager: {
    "zh-Hant": ["這個月報修幾件？"],
    "zh-Hans": ["这个月报修多少件？"],
    en: ["How many tickets this month?"],
  },
};

/** What somebody at this pane would say, in that language; commands come last. */
export function typicalSentences(pane, language) {
  const said = SENTENCES[pane][language];
  return pane === "manager" ? [...COMMANDS[pane], ...said] : [...said, ...COMMANDS[pane]];
}
