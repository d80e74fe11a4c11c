/** Every word of the page itself, in three languages; the bot's own words come from the bot. */

export const LANGUAGES = ["zh-Hant", "zh-Hans", "en"];

const WORDS = {
  title: ["管家 · 沙盒", "管家 · 沙盒", "Guanjia · Sandbox"],
  tagline: ["不必有 Telegram，也能試用", "不用 Telegram，也能试用", "Try the steward without Telegram"],
  owner: ["業主的手機", "业主的手机", "Owner’s phone"],
  staff: ["工作群", "工作群", "Staff group"],
  manager: ["經理的手機", "经理的手机", "Manager’s phone"],
  speaks_as: ["以誰的身分說話", "以谁的身份说话", "Speak as"],
  role_alice: ["業主 3-12F", "业主 3-12F", "Owner, 3-12F"],
  role_bob: ["維修", "维修", "Repairs"],
  role_sue: ["主管", "主管", "Supervisor"],
  role_mei: ["經理", "经理", "Manager"],
  role_stranger: ["尚未登記的人", "尚未登记的人", "Not registered here"],
  new_neighbour: ["新鄰居…", "新邻居…", "New neighbour…"],
  new_neighbour_ask: ["新鄰居叫什麼？", "新邻居叫什么？", "What is the new neighbour called?"],
  new_neighbour_rule: [
    "用小寫英文字母，可加數字和底線，2 到 32 個字元。",
    "用小写英文字母，可加数字和下划线，2 到 32 个字符。",
    "Lower-case letters, digits and underscores; 2 to 32 characters.",
  ],
  write: ["寫訊息…", "写消息…", "Write a message…"],
  send: ["送出", "发送", "Send"],
  attach: ["附上照片或檔案", "添加照片或文件", "Attach a photo or file"],
  remove: ["移除 {name}", "移除 {name}", "Remove {name}"],
  try_saying: ["試試看", "试试看", "Try saying"],
  examples_in: ["例句改用下一種語言", "例句换一种语言", "Examples in the next language"],
  start: ["開始", "开始", "Start"],
  empty_phone: [
    "這裡還沒有對話。按「開始」，或直接說哪裡需要幫忙。",
    "这里还没有对话。点“开始”，或者直接说哪里需要帮忙。",
    "Nothing here yet. Press Start, or simply say what is wrong.",
  ],
  empty_group: [
    "業主報修之後，每件事會在這裡自成一個話題。",
    "业主报修之后，每件事会在这里单独开一个话题。",
    "When an owner reports something, it gets a topic of its own here.",
  ],
  conversation: ["{name} 的對話", "{name} 的对话", "Conversation of {name}"],
  topics: ["話題", "话题", "Topics"],
  general: ["綜合", "综合", "General"],
  closed: ["已關閉", "已关闭", "closed"],
  unread: ["有新訊息", "有新消息", "new messages"],
  reply: ["回覆", "回复", "Reply"],
  edit: ["修改", "修改", "Edit"],
  replying_to: ["回覆 {name}", "回复 {name}", "Replying to {name}"],
  editing: ["修改自己的訊息", "修改自己的消息", "Editing your message"],
  cancel: ["取消", "取消", "Cancel"],
  forwarded: ["轉寄", "转发", "Forwarded"],
  edited: ["已編輯", "已编辑", "edited"],
  silent: ["靜音送達", "静音送达", "delivered silently"],
  pinned: ["置頂訊息", "置顶消息", "Pinned message"],
  deleted_message: ["訊息已刪除", "消息已删除", "Deleted message"],
  photo: ["照片", "照片", "Photo"],
  file: ["檔案", "文件", "File"],
  earlier: ["更早的訊息", "更早的消息", "Earlier messages"],
  to_end: ["到最新的訊息", "到最新的消息", "To the newest message"],
  thinking: ["管家正在處理…", "管家正在处理…", "The steward is at work…"],
  ok: ["好", "好", "OK"],
  who_opens: ["誰來打開這個連結？", "谁来打开这个链接？", "Who opens this link?"],
  connection_lost: [
    "與沙盒的連線斷了，正在重新連線…",
    "与沙盒的连接断开了，正在重新连接…",
    "The sandbox is out of reach. Reconnecting…",
  ],
  not_sent: ["沒有送出，請稍後再試。", "没有发出去，请稍后再试。", "Not sent. Please try again in a moment."],
  clock: ["沙盒時間（臺北）", "沙盒时间（台北）", "Sandbox time (Taipei)"],
  plus_10m: ["+10 分", "+10 分", "+10 min"],
  plus_1h: ["+1 小時", "+1 小时", "+1 h"],
  plus_1d: ["+1 天", "+1 天", "+1 day"],
  plus_1w: ["+1 週", "+1 周", "+1 week"],
  set_clock: ["調到…", "调到…", "Set…"],
  set_clock_to: ["把時鐘調到", "把时钟调到", "Set the clock to"],
  apply: ["調整", "调整", "Set"],
  time_passing: ["時間正在過去…", "时间正在过去…", "Time is passing…"],
  time_passed: [
    "時間到了：送出 {sent} 則，更新 {edited} 則。",
    "时间到了：发出 {sent} 条，更新 {edited} 条。",
    "There we are: {sent} sent, {edited} updated.",
  ],
  mishaps: ["突發狀況", "突发状况", "Mishaps"],
  mishap_about: [
    "看看出狀況時，管家怎麼應付。",
    "看看出状况时，管家怎么应付。",
    "See how the steward copes when things go wrong.",
  ],
  next_message: ["下一則訊息", "下一条消息", "The next message"],
  mishap_target: ["送往", "发往", "Sent to"],
  anybody: ["任何人", "任何人", "Anybody"],
  fault_429: ["太快了（429，等 3 秒）", "太快了（429，等 3 秒）", "Too fast (429, wait 3 s)"],
  fault_403: ["對方拒收（403）", "对方拒收（403）", "Refused (403)"],
  fault_break: ["連線中斷，沒送到", "连接中断，没送到", "Connection breaks, not delivered"],
  fault_lost: ["送到了，回音卻丟了", "送到了，回音却丢了", "Delivered, but the answer is lost"],
  fault_set: ["好，下一則會出狀況。", "好，下一条会出状况。", "Right: the next one will go wrong."],
  faults_clear: ["全部恢復正常", "全部恢复正常", "Clear them all"],
  faults_cleared: ["已恢復正常。", "已恢复正常。", "All is well again."],
  the_rest: ["其他", "其他", "And also"],
  block: ["{name} 封鎖管家", "{name} 屏蔽管家", "{name} blocks the bot"],
  unblock: ["{name} 解除封鎖", "{name} 解除屏蔽", "{name} unblocks the bot"],
  migrate: ["工作群換了編號", "工作群换了编号", "The staff group gets a new id"],
  delete_topic: ["刪掉正在看的話題", "删掉正在看的话题", "Delete the topic in view"],
  done: ["好了。", "好了。", "Done."],
  language: ["介面語言", "界面语言", "Language of this page"],
  service_topic_created: ["話題已建立", "话题已创建", "Topic created"],
  service_topic_edited: ["話題已改名", "话题已改名", "Topic renamed"],
  service_topic_closed: ["話題已關閉", "话题已关闭", "Topic closed"],
  service_topic_reopened: ["話題已重新開啟", "话题已重新打开", "Topic reopened"],
  service_pinned: ["已置頂一則訊息", "已置顶一条消息", "Pinned a message"],
  service_joined: ["{name} 加入了工作群", "{name} 加入了工作群", "{name} joined the group"],
  service_left: ["{name} 離開了工作群", "{name} 离开了工作群", "{name} left the group"],
  service_migrated: ["群組已升級", "群组已升级", "The group was upgraded"],
};

let column = 0;

/** The best of our languages for what the browser asks for, e.g. "zh-HK" or "en-GB". */
export function nearestLanguage(wanted) {
  const tag = wanted.toLowerCase();
  if (!tag.startsWith("zh")) return "en";
  return /hans|-cn|-sg|-my/.test(tag) ? "zh-Hans" : "zh-Hant";
}

export function speak(language) {
  column = LANGUAGES.indexOf(language);
  document.documentElement.lang = language;
}

export function spokenLanguage() {
  return LANGUAGES[column];
}

/** A word in the page's language, its {gaps} filled. */
export function word(key, gaps = {}) {
  return WORDS[key][column].replace(/\{(\w+)\}/g, (_, gap) => gaps[gap]);
}

export function hasWord(key) {
  return key in WORDS;
}

/** Puts the words of the page's language into everything marked for them in `root`. */
export function label(root) {
  for (const marked of root.querySelectorAll("[data-word]")) {
    marked.textContent = word(marked.dataset.word);
  }
  for (const marked of root.querySelectorAll("[data-word-label]")) {
    marked.setAttribute("aria-label", word(marked.dataset.wordLabel));
    marked.title = word(marked.dataset.wordLabel);
  }
}
