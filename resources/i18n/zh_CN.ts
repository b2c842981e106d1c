<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AcceptStrip</name>
    <message>
        <source>{count} sheets print</source>
        <translation>将打印 {count} 份</translation>
    </message>
    <message>
        <source>{count} materials: {states}</source>
        <translation>材料 {count} 项：{states}</translation>
    </message>
    <message>
        <source>To follow by {day}: {name}</source>
        <translation>容缺，{day}前补：{name}</translation>
    </message>
    <message>
        <source>Promised: {limit}</source>
        <translation>承诺 {limit}</translation>
    </message>
    <message>
        <source>Legal: {limit}</source>
        <translation>法定 {limit}</translation>
    </message>
    <message>
        <source>by {day}</source>
        <translation>{day}前</translation>
    </message>
    <message>
        <source>Holidays of {year} not published: no date</source>
        <translation>{year} 年节假日未公布，算不出日期</translation>
    </message>
    <message>
        <source>May be taken back for 10 minutes</source>
        <translation>受理后 10 分钟内可撤回</translation>
    </message>
    <message>
        <source>Enter once more accepts</source>
        <translation>再按一次 Enter 就受理</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>回去改</translation>
    </message>
    <message>
        <source>What is accepted</source>
        <translation>受理什么</translation>
    </message>
    <message>
        <source>When it is done</source>
        <translation>什么时候办结</translation>
    </message>
    <message>
        <source>What prints</source>
        <translation>打印什么</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>受理</translation>
    </message>
</context>
<context>
    <name>ActStrip</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Special step</source>
        <translation>特殊环节</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>还不知道</translation>
    </message>
    <message>
        <source> working days</source>
        <translation> 个工作日</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>多久</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>{number}: the applicant withdraws</source>
        <translation>{number}：申请人撤回申请</translation>
    </message>
    <message>
        <source>{number}: a special step stops the clock</source>
        <translation>{number}：特殊环节中止计时</translation>
    </message>
    <message>
        <source>{number}: hand over, with proof of delivery</source>
        <translation>{number}：送达，打送达回证</translation>
    </message>
    <message>
        <source>Why the application is withdrawn</source>
        <translation>撤回的理由</translation>
    </message>
    <message>
        <source>Why, as it shall stand in the notice</source>
        <translation>理由，照此写进告知书</translation>
    </message>
    <message>
        <source>How it is handed over</source>
        <translation>送达方式</translation>
    </message>
    <message>
        <source>Who receives it</source>
        <translation>收件人</translation>
    </message>
    <message>
        <source>Which special step? Press its digit</source>
        <translation>哪个特殊环节？按数字键选</translation>
    </message>
    <message>
        <source>Write why: it stands in the record</source>
        <translation>请写理由，会留在记录里</translation>
    </message>
    <message>
        <source>Record it</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Enter once more records it; Esc goes back</source>
        <translation>再按一次 Enter 记录，Esc 返回</translation>
    </message>
</context>
<context>
    <name>Acting</name>
    <message>
        <source>Choose a free place first</source>
        <translation>先选一个空闲时段</translation>
    </message>
    <message>
        <source>{who}: {seat}, to be confirmed</source>
        <translation>{who}：{seat}，待确认</translation>
    </message>
    <message>
        <source>{who}: {seat} is booked</source>
        <translation>{who}：{seat} 已约好</translation>
    </message>
    <message>
        <source>No booking with this slip at this window</source>
        <translation>本窗口没有这张凭条的预约</translation>
    </message>
    <message>
        <source>There is no booking to cancel here</source>
        <translation>这里没有可取消的预约</translation>
    </message>
    <message>
        <source>{who} is cancelled</source>
        <translation>{who} 的预约已取消</translation>
    </message>
    <message>
        <source>{who}: {state}</source>
        <translation>{who}：{state}</translation>
    </message>
    <message>
        <source>{name} is on the waiting list of {day}</source>
        <translation>{name} 已列入 {day} 候补</translation>
    </message>
    <message numerus="yes">
        <source>%n people to call: they are listed at the right</source>
        <translation>
            <numerusform>有 %n 人要电话改约，已列在右侧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people sit with the stand-in</source>
        <translation>
            <numerusform>%n 人改由替班律师接待</numerusform>
        </translation>
    </message>
    <message>
        <source>The stand-in has advised the other side of {names}</source>
        <translation>替班律师接待过 {names} 的对方当事人</translation>
    </message>
    <message>
        <source>The roster is changed; nobody loses a place</source>
        <translation>排班已改，无人受影响</translation>
    </message>
    <message>
        <source>{missed} did not come, {carried} go over to {next}, {unserved} to be called</source>
        <translation>未到 {missed} 人，转 {next} 候补 {carried} 人，要电话告知 {unserved} 人</translation>
    </message>
    <message>
        <source>Consultation slip</source>
        <translation>咨询预约凭条</translation>
    </message>
    <message>
        <source>Lawyers&apos; roster</source>
        <translation>律师当日安排</translation>
    </message>
    <message>
        <source>Printed: {title}</source>
        <translation>已打印：{title}</translation>
    </message>
    <message>
        <source>Save as a file</source>
        <translation>另存为文件</translation>
    </message>
    <message>
        <source>Saved: {name}</source>
        <translation>已保存：{name}</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>{key} {act}: nothing to do here now.</source>
        <translation>{key} {act}：现在这里用不上</translation>
    </message>
    <message>
        <source>Intake</source>
        <translation>受理台</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>办件</translation>
    </message>
    <message>
        <source>Bundles</source>
        <translation>一件事</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>叫号</translation>
    </message>
    <message>
        <source>Expiry</source>
        <translation>临期</translation>
    </message>
    <message>
        <source>Lawyer</source>
        <translation>律师</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>政策</translation>
    </message>
    <message>
        <source>Knowledge</source>
        <translation>知识</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>Ask the knowledge base</source>
        <translation>知识问答</translation>
    </message>
    <message>
        <source>Serve the next person</source>
        <translation>接待下一位</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>接待</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>重呼</translation>
    </message>
    <message>
        <source>Read the ID card</source>
        <translation>读身份证</translation>
    </message>
    <message>
        <source>Read card</source>
        <translation>读证</translation>
    </message>
    <message>
        <source>Next panel</source>
        <translation>下一个区</translation>
    </message>
    <message>
        <source>Panel</source>
        <translation>换区</translation>
    </message>
    <message>
        <source>Previous panel</source>
        <translation>上一个区</translation>
    </message>
    <message>
        <source>Situation guide</source>
        <translation>情形引导</translation>
    </message>
    <message>
        <source>Situations</source>
        <translation>情形</translation>
    </message>
    <message>
        <source>One-time notification</source>
        <translation>一次性告知</translation>
    </message>
    <message>
        <source>Notify</source>
        <translation>告知</translation>
    </message>
    <message>
        <source>Accept and print</source>
        <translation>受理并打印</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Set aside, free the window</source>
        <translation>暂存，空出窗口</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>暂存</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁屏</translation>
    </message>
    <message>
        <source>Find anything or run a command</source>
        <translation>查找，或执行命令</translation>
    </message>
    <message>
        <source>Undo the last act</source>
        <translation>撤销上一步</translation>
    </message>
    <message>
        <source>Find in this list</source>
        <translation>在列表里找</translation>
    </message>
    <message>
        <source>Book a lawyer for this person</source>
        <translation>预约律师</translation>
    </message>
    <message>
        <source>Scan this material</source>
        <translation>扫描这份材料</translation>
    </message>
    <message>
        <source>Save as a file</source>
        <translation>另存为文件</translation>
    </message>
    <message>
        <source>Other open case</source>
        <translation>换到另一件</translation>
    </message>
    <message>
        <source>Back one level</source>
        <translation>返回上一层</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>过号</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>转移</translation>
    </message>
    <message>
        <source>Pause or resume the window</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Put the number aside</source>
        <translation>挂起本号</translation>
    </message>
    <message>
        <source>Call a certain number</source>
        <translation>指定叫号</translation>
    </message>
    <message>
        <source>Show the full ID number while held</source>
        <translation>按住显示完整证件号</translation>
    </message>
    <message>
        <source>Hand over to another clerk</source>
        <translation>换人</translation>
    </message>
    <message>
        <source>Refuse to accept…</source>
        <translation>不予受理…</translation>
    </message>
    <message>
        <source>Take back the acceptance</source>
        <translation>撤回受理</translation>
    </message>
    <message>
        <source>Send a message only, print nothing</source>
        <translation>只发短信，不打印</translation>
    </message>
    <message>
        <source>Upload now</source>
        <translation>立即上传</translation>
    </message>
    <message>
        <source>List of what is waiting to upload</source>
        <translation>待传清单</translation>
    </message>
    <message>
        <source>What is to settle: conflicts and what was sent back</source>
        <translation>待处理：冲突和被退回的办件</translation>
    </message>
    <message>
        <source>Correct phone or remark</source>
        <translation>更正手机或备注</translation>
    </message>
    <message>
        <source>Applicant screen: send or take back</source>
        <translation>申请人屏：送出或收回</translation>
    </message>
    <message>
        <source>Register a non-standard item</source>
        <translation>登记为“非标”事项</translation>
    </message>
    <message>
        <source>Applicant and situations</source>
        <translation>申请人与情形</translation>
    </message>
    <message>
        <source>Type the applicant in by hand</source>
        <translation>手工录入申请人</translation>
    </message>
    <message>
        <source>Find the item by department</source>
        <translation>按部门找事项</translation>
    </message>
    <message>
        <source>Remind the department</source>
        <translation>催办</translation>
    </message>
    <message>
        <source>Register a material handed in later</source>
        <translation>登记补交</translation>
    </message>
    <message>
        <source>Put on the waiting list</source>
        <translation>加入候补</translation>
    </message>
    <message>
        <source>Agent and authority</source>
        <translation>代办人与授权</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>全部按键</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>齐全</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>缺</translation>
    </message>
    <message>
        <source>Deferred</source>
        <translation>容缺</translation>
    </message>
    <message>
        <source>Not required</source>
        <translation>免提交</translation>
    </message>
    <message>
        <source>To check</source>
        <translation>待核</translation>
    </message>
    <message>
        <source>Sample and review points, large</source>
        <translation>放大看样本和审查要点</translation>
    </message>
    <message>
        <source>Reason or deadline of this row</source>
        <translation>本行的原因或期限</translation>
    </message>
</context>
<context>
    <name>AmendStrip</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>手机</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Record it</source>
        <translation>记下</translation>
    </message>
    <message>
        <source>{number}: correct phone or remark</source>
        <translation>{number}：更正手机或备注</translation>
    </message>
    <message>
        <source>now {phone}; empty = as it is</source>
        <translation>现在 {phone}；留空就不改</translation>
    </message>
    <message>
        <source>Nothing is changed yet: type a phone or another remark</source>
        <translation>还没有改动：请输入新手机号，或改备注</translation>
    </message>
</context>
<context>
    <name>ApplicantFlow</name>
    <message>
        <source>Reading the card…</source>
        <translation>正在读证…</translation>
    </message>
    <message>
        <source>Card read: {name}</source>
        <translation>已读证：{name}</translation>
    </message>
</context>
<context>
    <name>ApplicantForm</name>
    <message>
        <source>Kind of applicant</source>
        <translation>申请人类型</translation>
    </message>
    <message>
        <source>Kind of document</source>
        <translation>证件类型</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>号码</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>手机</translation>
    </message>
    <message>
        <source>Legal representative</source>
        <translation>法定代表人</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>代办人</translation>
    </message>
    <message>
        <source>Agent’s number</source>
        <translation>代办人证件号</translation>
    </message>
    <message>
        <source>Agent’s phone</source>
        <translation>代办人手机</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>授权</translation>
    </message>
    <message>
        <source>Power of attorney: number or wording</source>
        <translation>授权委托书编号或授权内容</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>证件</translation>
    </message>
    <message>
        <source>Representative</source>
        <translation>法定代表人</translation>
    </message>
    <message>
        <source>Agent’s ID</source>
        <translation>代办人证件</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>录入</translation>
    </message>
    <message>
        <source>Read card</source>
        <translation>读证</translation>
    </message>
    <message>
        <source>Credit code</source>
        <translation>信用代码</translation>
    </message>
    <message>
        <source>No agent</source>
        <translation>无代办人</translation>
    </message>
    <message>
        <source>A name is needed</source>
        <translation>请填姓名或名称</translation>
    </message>
    <message>
        <source>A document number is needed</source>
        <translation>请填证件号码</translation>
    </message>
    <message>
        <source>The agent’s name is needed, or Alt+A for no agent</source>
        <translation>请填代办人姓名；没有代办人按 Alt+A</translation>
    </message>
    <message>
        <source>What authority does the agent show?</source>
        <translation>代办人出示的是什么授权？</translation>
    </message>
    <message>
        <source>Recognised: {kind}</source>
        <translation>识别为：{kind}</translation>
    </message>
</context>
<context>
    <name>ApplicantPanel</name>
    <message>
        <source>Applicant</source>
        <translation>申请人</translation>
    </message>
    <message>
        <source>Name, initials, end of ID or phone</source>
        <translation>姓名、首字母、证件尾号、手机尾号</translation>
    </message>
    <message>
        <source>New applicant</source>
        <translation>新申请人</translation>
    </message>
    <message>
        <source>Read card</source>
        <translation>读证</translation>
    </message>
    <message>
        <source>Card read</source>
        <translation>已读证</translation>
    </message>
    <message>
        <source>Known here</source>
        <translation>老办事人</translation>
    </message>
    <message>
        <source>Typed in</source>
        <translation>手工录入</translation>
    </message>
    <message>
        <source>Empty and Enter: a new applicant</source>
        <translation>不填直接 Enter：新申请人</translation>
    </message>
    <message>
        <source>Enter takes the first, ↑ ↓ another</source>
        <translation>Enter 选第一个，↑ ↓ 换一个</translation>
    </message>
    <message>
        <source>Nobody known here by that. Enter: a new applicant</source>
        <translation>没有这位老办事人。Enter：新申请人</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>What can be done</source>
        <translation>可以做的</translation>
    </message>
</context>
<context>
    <name>BookingDetail</name>
    <message>
        <source>How it ended</source>
        <translation>咨询结果</translation>
    </message>
    <message>
        <source>Note for the follow-up (optional)</source>
        <translation>后续事项（选填）</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>For</source>
        <translation>咨询人</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>About</source>
        <translation>事由</translation>
    </message>
    <message>
        <source>Beforehand</source>
        <translation>要点</translation>
    </message>
    <message>
        <source>Other party</source>
        <translation>对方</translation>
    </message>
    <message>
        <source>Slip</source>
        <translation>凭条号</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>号票</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>办件</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation>后续</translation>
    </message>
    <message>
        <source>only for supervisors</source>
        <translation>仅主管可见</translation>
    </message>
    <message>
        <source>Centre</source>
        <translation>中心</translation>
    </message>
    <message>
        <source>does not know it yet</source>
        <translation>还没有上传</translation>
    </message>
    <message>
        <source>How did it end? Press its digit</source>
        <translation>结果是哪种？按数字选</translation>
    </message>
</context>
<context>
    <name>Calling</name>
    <message>
        <source>Calling {n}/{limit}</source>
        <translation>正在呼叫 {n}/{limit}</translation>
    </message>
    <message>
        <source>Call the next</source>
        <translation>呼叫下一位</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>恢复</translation>
    </message>
    <message numerus="yes">
        <source>On a break · %n waiting</source>
        <translation>
            <numerusform>暂停服务 · 等候 %n 人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>等候 %n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>longest {minutes} min</source>
        <translation>最长 {minutes} 分钟</translation>
    </message>
    <message numerus="yes">
        <source>%n reserved</source>
        <translation>
            <numerusform>本窗可叫 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>moved</source>
        <translation>转来</translation>
    </message>
    <message>
        <source>booked</source>
        <translation>预约</translation>
    </message>
    <message>
        <source>first</source>
        <translation>优先</translation>
    </message>
    <message>
        <source>No ticket machine is connected: serve whoever comes with F2.</source>
        <translation>未接取号机：按 F2 直接接待。</translation>
    </message>
    <message>
        <source>Nobody with a number is at this window. Call the next one: F2.</source>
        <translation>本窗口没有正在办的号。呼叫下一位 F2。</translation>
    </message>
    <message>
        <source>{number} is at the window already.</source>
        <translation>{number} 已到窗。</translation>
    </message>
    <message>
        <source>{number} is called and may still come. At the window: Enter. Missed: Alt+G. Again: F3.</source>
        <translation>{number} 已呼叫，还没有到窗。到窗按 Enter，过号 Alt+G，重呼 F3。</translation>
    </message>
    <message>
        <source>Nobody waits with a number: a walk-in.</source>
        <translation>没有人在等号：直接接待。</translation>
    </message>
    <message>
        <source>{number} called</source>
        <translation>已呼叫 {number}</translation>
    </message>
    <message>
        <source>{number} put aside</source>
        <translation>{number} 已挂起</translation>
    </message>
    <message>
        <source>The window is on a break.</source>
        <translation>本窗口已暂停服务。</translation>
    </message>
    <message>
        <source>The window is open.</source>
        <translation>本窗口已恢复服务。</translation>
    </message>
    <message>
        <source>Nobody came</source>
        <translation>没有来</translation>
    </message>
    <message>
        <source>Went away</source>
        <translation>离开了</translation>
    </message>
    <message>
        <source>Another business</source>
        <translation>不办这项</translation>
    </message>
    <message>
        <source>Papers are missing</source>
        <translation>材料没带</translation>
    </message>
    <message>
        <source>Something else</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Why missed? Enter: nobody came</source>
        <translation>过号原因（Enter：没有来）</translation>
    </message>
    <message>
        <source>{number} missed</source>
        <translation>{number} 已过号</translation>
    </message>
    <message>
        <source>Windows {numbers}</source>
        <translation>窗口 {numbers}</translation>
    </message>
    <message>
        <source>Transfer to a business (letter) or window (number)</source>
        <translation>转到业务（输字母）或窗口（输号）</translation>
    </message>
    <message>
        <source>{number} transferred to {to}</source>
        <translation>{number} 已转到 {to}</translation>
    </message>
    <message>
        <source>Which number? Waiting, missed or put aside</source>
        <translation>叫哪个号？等候、过号、挂起的都可以</translation>
    </message>
    <message>
        <source>Put aside: {numbers}</source>
        <translation>已挂起：{numbers}</translation>
    </message>
    <message>
        <source>This is no slip of a number: {code}</source>
        <translation>这不是排队小票：{code}</translation>
    </message>
    <message>
        <source>{number} is of {day}: please take a new number.</source>
        <translation>{number} 是{day}的号，请重新取号。</translation>
    </message>
    <message>
        <source>window {counter}</source>
        <translation>{counter} 号窗口</translation>
    </message>
    <message>
        <source>Taken back: {number}</source>
        <translation>已撤销：{number}</translation>
    </message>
</context>
<context>
    <name>CaseDetail</name>
    <message>
        <source>Notices</source>
        <translation>文书</translation>
    </message>
    <message>
        <source>Still owed</source>
        <translation>还欠的材料</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>办理过程</translation>
    </message>
    <message>
        <source>No case chosen</source>
        <translation>还没选办件</translation>
    </message>
    <message>
        <source>Type a name, a number, or scan a notice</source>
        <translation>输入姓名或号码，或扫通知书上的码</translation>
    </message>
    <message>
        <source>void</source>
        <translation>已作废</translation>
    </message>
    <message>
        <source>made at {window}</source>
        <translation>在 {window} 制作</translation>
    </message>
    <message>
        <source>not printed</source>
        <translation>未打印</translation>
    </message>
    <message>
        <source>printed, again {count}×</source>
        <translation>已打印，补打 {count} 次</translation>
    </message>
    <message>
        <source>printed</source>
        <translation>已打印</translation>
    </message>
</context>
<context>
    <name>CaseHead</name>
    <message>
        <source>Applicant</source>
        <translation>申请人</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>手机</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>代办人</translation>
    </message>
    <message>
        <source>Ground</source>
        <translation>情形</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>应向</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>not made yet</source>
        <translation>未生成</translation>
    </message>
    <message>
        <source>National case number</source>
        <translation>办件编号</translation>
    </message>
    <message>
        <source>{sent}/{total} uploaded</source>
        <translation>上传中 {sent}/{total}</translation>
    </message>
    <message>
        <source>Scans and notices</source>
        <translation>扫描件</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>收件</translation>
    </message>
    <message>
        <source>Tell what is missing by</source>
        <translation>告知截止</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>Promised by</source>
        <translation>承诺办结</translation>
    </message>
    <message>
        <source>Legal limit</source>
        <translation>法定期限</translation>
    </message>
    <message>
        <source>Hand in by</source>
        <translation>补正期限</translation>
    </message>
    <message>
        <source>To follow by</source>
        <translation>补交期限</translation>
    </message>
    <message>
        <source>By law</source>
        <translation>依法</translation>
    </message>
    <message>
        <source>deemed accepted: five days passed</source>
        <translation>满五日未告知，视为受理</translation>
    </message>
</context>
<context>
    <name>Cases</name>
    <message>
        <source>Clock stopped since {day}</source>
        <translation>{day}起中止计时</translation>
    </message>
    <message>
        <source>Holidays of {year} not published</source>
        <translation>{year} 年节假日未公布</translation>
    </message>
    <message>
        <source>Over by {span}</source>
        <translation>已超 {span}</translation>
    </message>
    <message>
        <source>{span} left</source>
        <translation>还剩 {span}</translation>
    </message>
    <message>
        <source>{count} materials</source>
        <translation>{count} 项材料</translation>
    </message>
    <message>
        <source>not taken by the centre</source>
        <translation>中心未接受</translation>
    </message>
    <message>
        <source>Still to settle</source>
        <translation>冲突待处理</translation>
    </message>
    <message>
        <source>Conflict settled</source>
        <translation>冲突已处理</translation>
    </message>
    <message>
        <source>Sent back and closed: {act}</source>
        <translation>被退回，已关闭：{act}</translation>
    </message>
    <message>
        <source>{field}: kept {kept}, not taken {lost}</source>
        <translation>{field}：取“{kept}”，未取“{lost}”</translation>
    </message>
    <message>
        <source>Hearing</source>
        <translation>听证</translation>
    </message>
    <message>
        <source>Tender</source>
        <translation>招标</translation>
    </message>
    <message>
        <source>Auction</source>
        <translation>拍卖</translation>
    </message>
    <message>
        <source>Inspection</source>
        <translation>检验</translation>
    </message>
    <message>
        <source>Testing</source>
        <translation>检测</translation>
    </message>
    <message>
        <source>Quarantine</source>
        <translation>检疫</translation>
    </message>
    <message>
        <source>Appraisal</source>
        <translation>鉴定</translation>
    </message>
    <message>
        <source>Expert review</source>
        <translation>专家评审</translation>
    </message>
</context>
<context>
    <name>CasesPage</name>
    <message>
        <source>Cases</source>
        <translation>办件</translation>
    </message>
    <message>
        <source>Name, initials, end of ID or phone, number, item</source>
        <translation>姓名、首字母、证件或手机尾号、办件号、事项</translation>
    </message>
    <message>
        <source>Open the supplement visit</source>
        <translation>办理补交</translation>
    </message>
    <message>
        <source>Notice: look, print again</source>
        <translation>看文书、补打</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>送达</translation>
    </message>
    <message>
        <source>Stop the clock</source>
        <translation>中止计时</translation>
    </message>
    <message>
        <source>Clock runs again</source>
        <translation>恢复计时</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回申请</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回受理</translation>
    </message>
    <message>
        <source>Settle</source>
        <translation>处理冲突</translation>
    </message>
    <message>
        <source>Phone, remark</source>
        <translation>手机、备注</translation>
    </message>
    <message>
        <source>{count} cases, the newest first</source>
        <translation>{count} 件，新的在前</translation>
    </message>
    <message>
        <source>The {count} newest; type on</source>
        <translation>最新的 {count} 件，可接着输入</translation>
    </message>
    <message>
        <source>Nothing found for “{text}”. Initials, the last digits of an ID or phone also find.</source>
        <translation>没有找到“{text}”。也可用首字母、证件或手机尾号找。</translation>
    </message>
    <message>
        <source>No case has been decided at this window yet</source>
        <translation>本窗口还没有办过件</translation>
    </message>
    <message>
        <source>No case {number} at this window</source>
        <translation>本窗口没有办件 {number}</translation>
    </message>
    <message>
        <source>First choose a case</source>
        <translation>先选办件</translation>
    </message>
    <message>
        <source>Nothing is owed in this case</source>
        <translation>这件不欠材料</translation>
    </message>
    <message>
        <source>Only an acceptance can be taken back, within ten minutes</source>
        <translation>只有受理后 10 分钟内可以撤回</translation>
    </message>
    <message>
        <source>Corrected; the centre is told with the next upload</source>
        <translation>已更正，随下次上传告知中心</translation>
    </message>
    <message>
        <source>Recorded: {state}</source>
        <translation>已记录：{state}</translation>
    </message>
</context>
<context>
    <name>CellDelegate</name>
    <message>
        <source>for {name}</source>
        <translation>选给 {name}</translation>
    </message>
    <message>
        <source>Take this one</source>
        <translation>选这个时段</translation>
    </message>
    <message>
        <source>Free, to be confirmed</source>
        <translation>空闲，待确认</translation>
    </message>
</context>
<context>
    <name>ClocksPanel</name>
    <message>
        <source>Time limits</source>
        <translation>办理时限</translation>
    </message>
    <message>
        <source>cannot be counted yet</source>
        <translation>暂时算不出</translation>
    </message>
    <message>
        <source>Legal</source>
        <translation>法定</translation>
    </message>
    <message>
        <source>Promised</source>
        <translation>承诺</translation>
    </message>
    <message>
        <source>Done by</source>
        <translation>办结</translation>
    </message>
    <message>
        <source>The holidays of {year} are not published: no date can be promised yet</source>
        <translation>{year} 年节假日还没公布，现在不能给出日期</translation>
    </message>
</context>
<context>
    <name>CommandBox</name>
    <message>
        <source>Find anything</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>initials, characters or numbers</source>
        <translation>拼音首字母、汉字、号码都可以</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>选</translation>
    </message>
    <message>
        <source>open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>only this kind</source>
        <translation>只看这一类</translation>
    </message>
    <message>
        <source>close, back to where you were</source>
        <translation>关闭，回到刚才的位置</translation>
    </message>
    <message>
        <source>Nothing found for “{text}”. Try the initials of the pinyin.</source>
        <translation>没有找到“{text}”。试试拼音首字母。</translation>
    </message>
</context>
<context>
    <name>ConclusionPanel</name>
    <message>
        <source>Conclusion</source>
        <translation>受理结论</translation>
    </message>
    <message>
        <source>Accept and print</source>
        <translation>受理并打印</translation>
    </message>
    <message>
        <source>One-time notification</source>
        <translation>一次性告知</translation>
    </message>
    <message>
        <source>Receipt for the papers</source>
        <translation>先收件，打收件凭证</translation>
    </message>
    <message>
        <source>Set aside, next person</source>
        <translation>暂存，接待下一位</translation>
    </message>
    <message>
        <source>Refuse to accept…</source>
        <translation>不予受理…</translation>
    </message>
    <message>
        <source>Item {number} is missing and cannot follow later: no acceptance this time</source>
        <translation>第 {number} 项缺且不可容缺，本次不能受理</translation>
    </message>
    <message>
        <source>Item {number} is missing; it may follow later: 3 marks it so</source>
        <translation>第 {number} 项缺，可容缺：按 3</translation>
    </message>
    <message>
        <source>Listed below: Enter once more decides</source>
        <translation>已在下方列出，再按 Enter 受理</translation>
    </message>
    <message>
        <source>First the situation: {count} open</source>
        <translation>先答情形，还有 {count} 题</translation>
    </message>
    <message>
        <source>{count} still to check: {key} goes to item {number} first</source>
        <translation>还有 {count} 项待核，按 {key} 会先跳到第 {number} 项</translation>
    </message>
    <message>
        <source>The source publishes no material list for this item</source>
        <translation>该事项未公布材料清单</translation>
    </message>
    <message>
        <source>Choose the item first</source>
        <translation>先选事项</translation>
    </message>
    <message>
        <source>{count} questions still open</source>
        <translation>还差 {count} 题情形</translation>
    </message>
    <message>
        <source>No list published</source>
        <translation>材料清单未公布</translation>
    </message>
    <message>
        <source>{count} still to check</source>
        <translation>还差 {count} 项待核</translation>
    </message>
    <message>
        <source>{count} required missing</source>
        <translation>缺 {count} 项必交材料</translation>
    </message>
    <message>
        <source>All checked, {count} to follow</source>
        <translation>都核完了，容缺 {count} 项</translation>
    </message>
    <message>
        <source>All materials checked</source>
        <translation>材料都核完了</translation>
    </message>
</context>
<context>
    <name>ConditionsPanel</name>
    <message>
        <source>Conditions</source>
        <translation>受理条件</translation>
    </message>
    <message>
        <source>The published material list is not complete: ask the department in doubt.</source>
        <translation>公布的材料清单不完整，拿不准就问部门。</translation>
    </message>
    <message>
        <source>No conditions published</source>
        <translation>受理条件未公布</translation>
    </message>
    <message>
        <source>Fee: {fee}</source>
        <translation>收费：{fee}</translation>
    </message>
</context>
<context>
    <name>ConfirmStrip</name>
    <message>
        <source>Enter once more settles it</source>
        <translation>再按一次 Enter 定下</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Settle</source>
        <translation>定下</translation>
    </message>
</context>
<context>
    <name>Conflicts</name>
    <message>
        <source>this window</source>
        <translation>本窗口</translation>
    </message>
    <message>
        <source>window {number}</source>
        <translation>{number} 号窗口</translation>
    </message>
    <message>
        <source>machine {code}</source>
        <translation>设备 {code}</translation>
    </message>
    <message>
        <source>the centre</source>
        <translation>中心</translation>
    </message>
    <message>
        <source>{window} ({details})</source>
        <translation>{window}（{details}）</translation>
    </message>
    <message>
        <source>sent back</source>
        <translation>被退回</translation>
    </message>
    <message>
        <source>deleted there</source>
        <translation>那边删了</translation>
    </message>
    <message>
        <source>conflict</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>{names} and others, {count} in all</source>
        <translation>{names} 等 {count} 项</translation>
    </message>
    <message>
        <source>The centre did not take: {act}</source>
        <translation>中心没有收下：{act}</translation>
    </message>
    <message>
        <source>This was deleted at the centre while it was changed here</source>
        <translation>中心已删除这件，本窗口又改了它</translation>
    </message>
    <message>
        <source>{window} {time} changed this too</source>
        <translation>{window} {time} 也改了这件</translation>
    </message>
    <message>
        <source>{field}: {window}&apos;s {value}</source>
        <translation>{field} 用{window}的“{value}”</translation>
    </message>
    <message>
        <source>to choose</source>
        <translation>待选</translation>
    </message>
</context>
<context>
    <name>ConflictsPage</name>
    <message>
        <source>To settle</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>Nothing is to settle</source>
        <translation>没有待处理的事</translation>
    </message>
    <message>
        <source>No two windows disagree, and the centre has sent nothing back.</source>
        <translation>各窗口的写法一致，中心也没有退回任何办件。</translation>
    </message>
    <message>
        <source>Back to the intake desk</source>
        <translation>回受理台</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>再看一次</translation>
    </message>
    <message>
        <source>Reading what is to settle…</source>
        <translation>正在读取待处理…</translation>
    </message>
    <message>
        <source>Offline: the list is as of the last contact. What is settled here goes up later.</source>
        <translation>离线：这是上次联网时的清单。在这里定下的，联网后上传。</translation>
    </message>
    <message numerus="yes">
        <source>%n open</source>
        <translation>
            <numerusform>%n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>1 or 2 takes one side, 3 chooses row by row</source>
        <translation>1 或 2 整件取一方，3 逐项选</translation>
    </message>
    <message>
        <source>Settled. The other version stays in the record of the case.</source>
        <translation>已定下。另一份留在办件记录里。</translation>
    </message>
    <message>
        <source>There is no number here to show</source>
        <translation>这里没有可显示的号码</translation>
    </message>
</context>
<context>
    <name>Consultations</name>
    <message>
        <source>Check in</source>
        <translation>签到</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开始咨询</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>结束咨询</translation>
    </message>
    <message>
        <source>Did not come</source>
        <translation>未到</translation>
    </message>
    <message>
        <source>Came after all</source>
        <translation>后来到了</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>改约</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Takes it</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Does not take it</source>
        <translation>不接受</translation>
    </message>
    <message>
        <source>Print the slip</source>
        <translation>打印凭条</translation>
    </message>
    <message>
        <source>Open the case</source>
        <translation>打开办件</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>已过</translation>
    </message>
    <message>
        <source>Lawyer away</source>
        <translation>停约</translation>
    </message>
    <message>
        <source>Kept for another window</source>
        <translation>他窗预留</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>已解答</translation>
    </message>
    <message>
        <source>Comes again</source>
        <translation>需再来</translation>
    </message>
    <message>
        <source>To legal aid</source>
        <translation>转法律援助</translation>
    </message>
    <message>
        <source>To mediation</source>
        <translation>转调解</translation>
    </message>
    <message>
        <source>Otherwise</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>the lawyer is away</source>
        <translation>律师停约</translation>
    </message>
    <message>
        <source>the morning is called off</source>
        <translation>整场取消</translation>
    </message>
    <message>
        <source>the roster was changed</source>
        <translation>排班已改</translation>
    </message>
    <message>
        <source>the lawyer was replaced</source>
        <translation>律师替班</translation>
    </message>
    <message>
        <source>another window had the place</source>
        <translation>时段已被其他窗口约走</translation>
    </message>
    <message>
        <source>This lawyer advised {name} on {day}</source>
        <translation>该律师 {day} 接待过 {name}</translation>
    </message>
    <message>
        <source>This lawyer advised somebody against {name} on {day}</source>
        <translation>该律师 {day} 接待过 {name} 的对方当事人</translation>
    </message>
    <message>
        <source>this week</source>
        <translation>本周</translation>
    </message>
    <message>
        <source>next week</source>
        <translation>下周</translation>
    </message>
    <message>
        <source>called off: {why}</source>
        <translation>取消：{why}</translation>
    </message>
    <message>
        <source>day off</source>
        <translation>放假</translation>
    </message>
    <message>
        <source>called off</source>
        <translation>停办</translation>
    </message>
    <message>
        <source>holidays not published</source>
        <translation>放假安排未公布</translation>
    </message>
    <message>
        <source>no roster</source>
        <translation>未排班</translation>
    </message>
    <message>
        <source>{free} / {total} left</source>
        <translation>剩 {free} / {total}</translation>
    </message>
</context>
<context>
    <name>ConsultationsPage</name>
    <message>
        <source>choose</source>
        <translation>选时段</translation>
    </message>
    <message>
        <source>book</source>
        <translation>预约</translation>
    </message>
    <message>
        <source>move</source>
        <translation>改约</translation>
    </message>
    <message>
        <source>cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>print the roster</source>
        <translation>打印排班</translation>
    </message>
    <message>
        <source>No roster</source>
        <translation>未排班</translation>
    </message>
    <message>
        <source>Make the roster</source>
        <translation>去排班</translation>
    </message>
    <message>
        <source>New booking</source>
        <translation>新预约</translation>
    </message>
    <message>
        <source>Roster</source>
        <translation>排班</translation>
    </message>
    <message>
        <source>Every morning is full: Alt+W puts on the waiting list</source>
        <translation>各场都已约满，按 Alt+W 加入候补</translation>
    </message>
    <message>
        <source>Reading the mornings</source>
        <translation>正在读取排班</translation>
    </message>
    <message>
        <source>{begins} was taken elsewhere: Enter takes {seat} instead</source>
        <translation>{begins} 已被别处约走：按 Enter 改约 {seat}</translation>
    </message>
    <message>
        <source>Figures of the consultations</source>
        <translation>律师咨询统计</translation>
    </message>
    <message>
        <source>{day} morning · free advice of lawyers</source>
        <translation>{day} 上午 · 律师免费咨询</translation>
    </message>
    <message>
        <source>{day}: {state}</source>
        <translation>{day}：{state}</translation>
    </message>
    <message>
        <source>Bookings begin when the roster is published.</source>
        <translation>公布排班后才能预约。</translation>
    </message>
    <message>
        <source>Booking</source>
        <translation>预约</translation>
    </message>
    <message>
        <source>Another window keeps this place for people who come there</source>
        <translation>这个时段由其他窗口预留</translation>
    </message>
    <message>
        <source>The lawyer is away in this slot</source>
        <translation>这个时段律师停约</translation>
    </message>
    <message>
        <source>This slot can no longer be booked</source>
        <translation>这个时段已不能预约</translation>
    </message>
    <message>
        <source>There is no topic {digit}</source>
        <translation>没有第 {digit} 项事由</translation>
    </message>
    <message>
        <source>Only a booking that has not begun can be moved</source>
        <translation>只有还没开始的预约可以改约</translation>
    </message>
    <message>
        <source>Choose the new place: Enter puts it there, Esc leaves it</source>
        <translation>选新时段，按 Enter 改到那里，Esc 不改</translation>
    </message>
    <message>
        <source>Waiting list of {day}</source>
        <translation>{day} 候补</translation>
    </message>
    <message>
        <source>Waiting list</source>
        <translation>加入候补</translation>
    </message>
    <message>
        <source>Lawyer</source>
        <translation>律师资料</translation>
    </message>
    <message>
        <source>It stays where it is</source>
        <translation>没有改动</translation>
    </message>
    <message>
        <source>First choose a morning</source>
        <translation>先选一场</translation>
    </message>
    <message>
        <source>First choose a booking</source>
        <translation>先选一个预约</translation>
    </message>
</context>
<context>
    <name>CountTable</name>
    <message>
        <source>booked</source>
        <translation>预约</translation>
    </message>
    <message>
        <source>came</source>
        <translation>已到</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>未到</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>DayChooser</name>
    <message>
        <source>Hand-in limit</source>
        <translation>补交期限</translation>
    </message>
    <message>
        <source>Hand-in day</source>
        <translation>补交日期</translation>
    </message>
    <message>
        <source>How it follows</source>
        <translation>补交方式</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>Other day…</source>
        <translation>指定日期…</translation>
    </message>
    <message>
        <source>by {day}</source>
        <translation>到 {day}</translation>
    </message>
    <message>
        <source>No day yet</source>
        <translation>还没定日期</translation>
    </message>
</context>
<context>
    <name>DayList</name>
    <message>
        <source>Mornings</source>
        <translation>周三上午</translation>
    </message>
</context>
<context>
    <name>DaysColumn</name>
    <message>
        <source>Roster</source>
        <translation>排班</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>Wednesday mornings · free advice</source>
        <translation>周三上午 · 免费咨询</translation>
    </message>
    <message>
        <source>Signs</source>
        <translation>图例</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>{name} is kept as unfinished. Back: Ctrl+Tab</source>
        <translation>{name} 已暂存，回来按 Ctrl+Tab</translation>
    </message>
    <message>
        <source>The visit</source>
        <translation>这件</translation>
    </message>
    <message>
        <source>{name} is set aside</source>
        <translation>{name} 已暂存</translation>
    </message>
    <message>
        <source>No visit is open. Next person: F2</source>
        <translation>现在没有在办的。接待下一位按 F2</translation>
    </message>
    <message>
        <source>There is no other unfinished visit</source>
        <translation>没有别的暂存件</translation>
    </message>
    <message>
        <source>Applicant: {name}</source>
        <translation>申请人：{name}</translation>
    </message>
    <message>
        <source>Item: {name}</source>
        <translation>事项：{name}</translation>
    </message>
    <message>
        <source>The situation changed</source>
        <translation>情形已改</translation>
    </message>
    <message>
        <source>Situation as last time. Enter confirms, digits change it</source>
        <translation>情形沿用上次，Enter 确认，数字键改</translation>
    </message>
    <message>
        <source>One question of the situation is still open: press its digit</source>
        <translation>还有一题情形没答，按数字键选</translation>
    </message>
    <message>
        <source>Item {number} marked {state}</source>
        <translation>第 {number} 项标为{state}</translation>
    </message>
    <message>
        <source>Reason of item {number} changed</source>
        <translation>第 {number} 项的原因已改</translation>
    </message>
    <message>
        <source>Hand-in of item {number} changed</source>
        <translation>第 {number} 项的补交已改</translation>
    </message>
    <message>
        <source>The catalogue gives no hand-in limit for item {number}: choose a day</source>
        <translation>目录没有第 {number} 项的补交期限，请选日期</translation>
    </message>
    <message>
        <source>Item {number} scanned</source>
        <translation>第 {number} 项已扫描</translation>
    </message>
    <message>
        <source>These pages are already kept with item {number}</source>
        <translation>这几页已经在第 {number} 项里了</translation>
    </message>
    <message>
        <source>Nothing to undo in this visit</source>
        <translation>这件没有可撤销的</translation>
    </message>
    <message>
        <source>Item {number} “{name}” cannot follow later: the credit record does not allow it</source>
        <translation>第 {number} 项“{name}”不可容缺（信用记录不允许）</translation>
    </message>
    <message>
        <source>Item {number} “{name}” cannot follow later: the catalogue does not list it as deferrable</source>
        <translation>第 {number} 项“{name}”不可容缺（目录没有列为可容缺）</translation>
    </message>
    <message>
        <source>Item {number} “{name}” cannot follow later (rule of the catalogue)</source>
        <translation>第 {number} 项“{name}”不可容缺（事项目录规定）</translation>
    </message>
    <message>
        <source>Item {number} is still to be checked: 1 2 3 4</source>
        <translation>第 {number} 项还待核，按 1 2 3 4</translation>
    </message>
    <message>
        <source>Item {number} is missing. 3 lets it follow later, F8 tells the applicant once</source>
        <translation>第 {number} 项缺。按 3 容缺，或 F8 一次性告知</translation>
    </message>
    <message>
        <source>Item {number} is missing and may not follow later. Tell the applicant once: F8</source>
        <translation>第 {number} 项缺且不可容缺。请一次性告知：F8</translation>
    </message>
    <message>
        <source>Nothing is missing: there is nothing to notify. Accept: F9</source>
        <translation>没有缺的，不用告知。受理按 F9</translation>
    </message>
    <message>
        <source>First say who applies: name or ID number</source>
        <translation>先说明谁申请：姓名或证件号</translation>
    </message>
    <message>
        <source>First choose the item</source>
        <translation>先选事项</translation>
    </message>
    <message>
        <source>{state} has no reason or day. 2 marks it missing, 3 lets it follow later</source>
        <translation>{state}没有原因或日期可改。2 标缺，3 标容缺</translation>
    </message>
    <message>
        <source>Being recorded…</source>
        <translation>正在记录…</translation>
    </message>
    <message>
        <source>No material {code} in this list</source>
        <translation>本清单里没有材料 {code}</translation>
    </message>
</context>
<context>
    <name>DeskWindow</name>
    <message>
        <source>The window is open already.</source>
        <translation>窗口已经打开。</translation>
    </message>
</context>
<context>
    <name>Devices</name>
    <message>
        <source>Card reader</source>
        <translation>读证器</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>扫码枪</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>打印机</translation>
    </message>
    <message>
        <source>not used yet</source>
        <translation>还没扫过</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>sample</source>
        <translation>样例</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>未接</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>找不到</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>没有回应</translation>
    </message>
    <message>
        <source>folder closed</source>
        <translation>文件夹不可写</translation>
    </message>
    <message>
        <source>takes no jobs</source>
        <translation>不接新任务</translation>
    </message>
    <message>
        <source>queue gone</source>
        <translation>队列没了</translation>
    </message>
    <message>
        <source>out of order</source>
        <translation>出故障</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>没有接</translation>
    </message>
    <message>
        <source>paper jam</source>
        <translation>卡纸</translation>
    </message>
    <message>
        <source>cover open</source>
        <translation>盖子没关</translation>
    </message>
    <message>
        <source>out of toner</source>
        <translation>没粉了</translation>
    </message>
    <message>
        <source>out of memory</source>
        <translation>内存不够</translation>
    </message>
    <message>
        <source>unplugged</source>
        <translation>被拔掉</translation>
    </message>
    <message>
        <source>cannot be opened</source>
        <translation>打不开</translation>
    </message>
    <message>
        <source>picture not kept</source>
        <translation>没拍成</translation>
    </message>
    <message>
        <source>driver missing</source>
        <translation>缺驱动</translation>
    </message>
    <message>
        <source>job not printed</source>
        <translation>没打出来</translation>
    </message>
    <message>
        <source>no card</source>
        <translation>没有证</translation>
    </message>
    <message>
        <source>no picture yet</source>
        <translation>还没有画面</translation>
    </message>
    <message>
        <source>out of paper</source>
        <translation>缺纸</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>没开</translation>
    </message>
    <message>
        <source>The slip printer is out of paper</source>
        <translation>小票机缺纸</translation>
    </message>
    <message>
        <source>The slip printer is open</source>
        <translation>小票机盖子没关好</translation>
    </message>
    <message>
        <source>The slip printer has a fault</source>
        <translation>小票机有故障</translation>
    </message>
    <message>
        <source>The slip printer does not answer</source>
        <translation>小票机没有回应</translation>
    </message>
    <message>
        <source>The slip printer is not connected</source>
        <translation>小票机没有接好</translation>
    </message>
    <message>
        <source>The slip printer stopped in the middle</source>
        <translation>小票机打到一半停了</translation>
    </message>
    <message>
        <source>This machine cannot speak</source>
        <translation>本机没有语音</translation>
    </message>
    <message>
        <source>No loudspeaker is connected</source>
        <translation>没有接扬声器</translation>
    </message>
    <message>
        <source>The loudspeaker cannot be used</source>
        <translation>扬声器不能用</translation>
    </message>
</context>
<context>
    <name>EntryDetail</name>
    <message>
        <source>This row is still to choose: 1 or 2</source>
        <translation>这一项还没选：按 1 或 2</translation>
    </message>
    <message>
        <source>Both versions</source>
        <translation>两份对照</translation>
    </message>
    <message>
        <source>row</source>
        <translation>换项</translation>
    </message>
    <message>
        <source>go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Choose row by row</source>
        <translation>逐项选</translation>
    </message>
    <message>
        <source>How it was settled; stands in the record</source>
        <translation>怎样处理的，写进记录</translation>
    </message>
    <message>
        <source>How it was settled</source>
        <translation>怎样处理的</translation>
    </message>
    <message>
        <source>Close it with this note</source>
        <translation>写明处理，关闭</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>What holds</source>
        <translation>以哪份为准</translation>
    </message>
    <message>
        <source>What it would have set</source>
        <translation>本来要写入的内容</translation>
    </message>
    <message>
        <source>Use {window}&apos;s</source>
        <translation>用{window}的</translation>
    </message>
    <message>
        <source>Settled by {name} {when}. Nothing is left to do here.</source>
        <translation>{name} 已于 {when} 处理。这里不用再做什么。</translation>
    </message>
    <message>
        <source>What clashes has not come down from the centre yet. Nothing is lost; choose it then.</source>
        <translation>两份的内容还没从中心传下来。都没有丢；传下来后再选。</translation>
    </message>
    <message>
        <source>Both versions are kept. Choose which one holds: 1 {mine}, 2 {theirs}, 3 row by row.</source>
        <translation>两份都已保存。请选以哪份为准：按 1 用{mine}的，按 2 用{theirs}的，按 3 逐项选。</translation>
    </message>
    <message>
        <source>All of it is kept here and at the centre; no printed number has changed.</source>
        <translation>内容全部保存在本机和中心，已打印的编号没有变。</translation>
    </message>
    <message>
        <source>The edit has brought it back, in doubt.</source>
        <translation>因为本窗口的改动，这件已恢复，但存疑。</translation>
    </message>
    <message>
        <source>Look whether the case is needed; write what was found.</source>
        <translation>请核对这件是否还要办，写明结果。</translation>
    </message>
    <message>
        <source>Next: {step} Then write how it was settled.</source>
        <translation>下一步：{step}办妥后写明处理结果。</translation>
    </message>
    <message>
        <source>Nothing to choose here: write how it was settled, then Enter</source>
        <translation>这里没有可选的：写明怎样处理，再按 Enter</translation>
    </message>
    <message>
        <source>1 {mine}, 2 {theirs} for each row; Enter when all are chosen</source>
        <translation>每项按 1 取{mine}、2 取{theirs}；都选好后按 Enter</translation>
    </message>
    <message>
        <source>All rows are chosen: Enter shows what will happen</source>
        <translation>都选好了：按 Enter 看会怎样写入</translation>
    </message>
    <message>
        <source>The other version stays in the record of the case. This cannot be undone.</source>
        <translation>另一份留在办件记录里。定下后不能撤销。</translation>
    </message>
    <message>
        <source>Offline: it is stored here first and reaches the centre later.</source>
        <translation>现在离线：先存本机，联网后传给中心。</translation>
    </message>
    <message>
        <source>Write how it was settled first: it stands in the record</source>
        <translation>请先写明怎样处理的，这句话会留在记录里</translation>
    </message>
    <message>
        <source>What was sent back stays in the record, with the name of who closed it.</source>
        <translation>被退回的内容留在记录里，并记下是谁关闭的。</translation>
    </message>
    <message>
        <source>Close with: {note}</source>
        <translation>关闭，处理结果：{note}</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>{first}; {count} more to mend. Nothing was decided.</source>
        <translation>{first}；另有 {count} 处要改。还没有作出决定。</translation>
    </message>
    <message>
        <source>This could not be done now. What was saved is safe. Try again, or ask the technician ({code}).</source>
        <translation>这一步现在做不了。已存的都在。请再试一次，或告诉技术员（{code}）。</translation>
    </message>
    <message>
        <source>Something unforeseen happened. What was saved is safe. Go on working; if it happens again, tell the technician the number {id}.</source>
        <translation>出了没料到的情况。已存的都在。可以接着办；再出现请把编号 {id} 告诉技术员。</translation>
    </message>
    <message>
        <source>The data of this window is already open in another program. Nothing was changed. Close the other one, then start again.</source>
        <translation>本窗口的数据正被另一个程序打开。数据没有变。请关掉那个程序再启动。</translation>
    </message>
    <message>
        <source>The key of this machine does not open the data. The data itself was not touched. Run “window-clerk doctor”, or restore the key from its backup.</source>
        <translation>本机的密钥打不开数据。数据没有动过。请运行“window-clerk doctor”，或从备份恢复密钥。</translation>
    </message>
    <message>
        <source>This passphrase does not open the data. Nothing was changed. Type it again.</source>
        <translation>这个口令打不开数据。数据没有变。请重新输入。</translation>
    </message>
    <message>
        <source>Part of the data of this window cannot be read. Accepted cases are also in the receipt journal. Stop accepting here and run “window-clerk doctor”.</source>
        <translation>本窗口有一部分数据读不出。受理过的都另有流水。请先停止受理，运行“window-clerk doctor”。</translation>
    </message>
    <message>
        <source>The database file is missing from the data folder. The receipt journal is still there. Restore the last backup: “window-clerk restore”.</source>
        <translation>数据文件夹里没有数据库文件。受理流水还在。请恢复最近的备份：“window-clerk restore”。</translation>
    </message>
    <message>
        <source>The data folder cannot be written. What was saved is still there. Make the folder writable, then press the key again.</source>
        <translation>数据文件夹写不进去。已存的都在。请放开写权限，再按一次。</translation>
    </message>
    <message>
        <source>The disk is full; this step was not saved. Everything before it is safe. Free some space, then press the key again.</source>
        <translation>磁盘满了，这一步没有存上。之前的都在。请腾出空间，再按一次。</translation>
    </message>
    <message>
        <source>The database is older than the receipt journal: an old copy was restored. The journal has the later acceptances. Run “window-clerk restore --replay” before serving anyone.</source>
        <translation>数据库比受理流水旧，像是恢复了旧副本。之后的受理都在流水里。接待前请运行“window-clerk restore --replay”。</translation>
    </message>
    <message>
        <source>The data was written by a newer version of this program. Nothing was changed. Install that version on this machine.</source>
        <translation>数据是更新版本的程序写的。数据没有变。请在本机装上那个版本。</translation>
    </message>
    <message>
        <source>The clock of this machine was set back. Nothing was changed. Set the date and time right, then start again.</source>
        <translation>本机时钟被调回去了。数据没有变。请把日期时间调对，再启动。</translation>
    </message>
    <message>
        <source>The key of the data was not found. The data was not touched. Run “window-clerk doctor”: it says where the key is looked for.</source>
        <translation>没找到数据的密钥。数据没有动过。请运行“window-clerk doctor”，它会说去哪里找。</translation>
    </message>
    <message>
        <source>This machine has no keyring service, so the key cannot be fetched. The data was not touched. Start the keyring, or run “window-clerk init --passphrase”.</source>
        <translation>本机没有密钥环服务，取不到密钥。数据没有动过。请启动密钥环，或运行“window-clerk init --passphrase”。</translation>
    </message>
    <message>
        <source>The keyring is locked. The data was not touched. Unlock the keyring of this desktop, then start again.</source>
        <translation>密钥环锁着。数据没有动过。请在桌面解锁密钥环，再启动。</translation>
    </message>
    <message>
        <source>The demo key may only open a demo hall. Nothing was changed. Choose a keyring or a passphrase for this hall.</source>
        <translation>示例密钥只能用于示例大厅。数据没有变。本大厅请改用密钥环或口令。</translation>
    </message>
    <message>
        <source>This machine already has a key for this hall. It was not replaced. Start the program as usual.</source>
        <translation>本机已有这个大厅的密钥。没有替换它。照常启动即可。</translation>
    </message>
    <message>
        <source>This case was changed in the meantime. Nothing of yours was written over it. Look at the new state and press the key again.</source>
        <translation>这件刚才已被改动。您的改动没有盖上去。请看新的状态，再按一次。</translation>
    </message>
    <message>
        <source>A case that is “{status}” cannot do “{act}”. Nothing was changed. Look at its timeline.</source>
        <translation>“{status}”的办件不能“{act}”。办件没有变。请看它的办理过程。</translation>
    </message>
    <message>
        <source>This case is not at this window. Nothing was changed. Search by its number: Ctrl+K.</source>
        <translation>本窗口没有这件。数据没有变。请按办件号查：Ctrl+K。</translation>
    </message>
    <message>
        <source>This notice is not at this window. Nothing was changed. Open the case again.</source>
        <translation>本窗口没有这份文书。数据没有变。请重新打开办件。</translation>
    </message>
    <message>
        <source>No clerk has this number here. Nothing was changed. Check the number.</source>
        <translation>没有这个工号。数据没有变。请核对工号。</translation>
    </message>
    <message>
        <source>This visit is no longer among the unfinished ones. Nothing else was changed. Begin a new one: F2.</source>
        <translation>这件已不在暂存里。其他没有变。请新开一件：F2。</translation>
    </message>
    <message>
        <source>The catalogue no longer has this item. The visit is kept. Choose the item again.</source>
        <translation>目录里已没有这个事项。这件还留着。请重新选事项。</translation>
    </message>
    <message>
        <source>This unfinished decision was already settled. Nothing was changed.</source>
        <translation>这件没完成的决定已经处理过了。数据没有变。请看办件。</translation>
    </message>
    <message>
        <source>This is already stored. It was not written twice. Open what is there.</source>
        <translation>这份已经存过。没有重复写入。请打开已有的。</translation>
    </message>
    <message>
        <source>This visit was decided already. It was not recorded twice. Find the case with Ctrl+K.</source>
        <translation>这件已经作出决定。没有重复记录。请用 Ctrl+K 找到办件。</translation>
    </message>
    <message>
        <source>This case is deemed accepted by law. It stays accepted. Withdraw the application on the case instead.</source>
        <translation>这件依法视为受理。受理仍有效。可在办件里办理撤回申请。</translation>
    </message>
    <message>
        <source>There is no acceptance to take back here. Nothing was changed. Look at the case&apos;s record.</source>
        <translation>这件没有可撤回的受理。办件没有变。请看它的办理过程。</translation>
    </message>
    <message>
        <source>The ten minutes were over at {until}. The acceptance stays valid. Withdraw the application on the case instead.</source>
        <translation>{until} 已满 10 分钟，受理不能再撤回。受理仍有效。可在办件里办理撤回申请。</translation>
    </message>
    <message>
        <source>This case owes no materials. Nothing was changed. Look at the case&apos;s record.</source>
        <translation>这件不欠材料。办件没有变。请看它的办理过程。</translation>
    </message>
    <message>
        <source>Notice {number} is void and is not printed again. It stays on record. Print the newer one.</source>
        <translation>文书 {number} 已作废，不再补打。存档还在。请打新的那份。</translation>
    </message>
    <message>
        <source>{path} cannot be written ({why}). The notice is kept here. Choose another place: Ctrl+E.</source>
        <translation>{path} 写不进去（{why}）。文书还存在本机。请换一个地方 Ctrl+E。</translation>
    </message>
    <message>
        <source>This scan is not on this machine. Nothing else was changed. Scan it again: Ctrl+D.</source>
        <translation>本机没有这份扫描件。其他没有变。请重新扫描 Ctrl+D。</translation>
    </message>
    <message>
        <source>The settings file has faults. No data was touched. Run “window-clerk doctor” and mend the line it names.</source>
        <translation>设置文件有错。数据没有动过。请运行“window-clerk doctor”，改它指出的那行。</translation>
    </message>
    <message>
        <source>The list of notices to print has faults. Nothing was printed. Mend it, then press the key again.</source>
        <translation>打印哪些文书的设置有错。什么都没有打印。请改好它，再按一次。</translation>
    </message>
    <message>
        <source>Ten minutes have passed; the acceptance can no longer be taken back. It stays valid. Withdraw the application on the case instead.</source>
        <translation>已过 10 分钟，受理不能再撤回。受理仍有效。可在办件里办理撤回申请。</translation>
    </message>
    <message>
        <source>The holidays of {year} are not published yet, so the day cannot be counted. Nothing else is affected. Say “not published” to the applicant.</source>
        <translation>{year} 年节假日还没公布，算不出日期。其他不受影响。请告诉申请人“未公布”。</translation>
    </message>
    <message>
        <source>The number and the password do not go together. The open visit is kept. Type them again.</source>
        <translation>工号和密码对不上。在办的这件还留着。请重新输入。</translation>
    </message>
    <message>
        <source>Only an administrator may do this. Nothing was changed. Ask one to sign in.</source>
        <translation>只有管理员能做这一步。数据没有变。请管理员登录。</translation>
    </message>
    <message>
        <source>This clerk number is no longer in use. Nothing was changed. Ask the administrator.</source>
        <translation>这个工号已停用。数据没有变。请找管理员。</translation>
    </message>
    <message>
        <source>Too many wrong passwords: no sign-in before {until}. The open visit is kept. Another clerk may take over.</source>
        <translation>密码错得太多，{until} 前不能登录。在办的这件还留着。可换一位同事接手。</translation>
    </message>
    <message>
        <source>The window is locked. Nothing was changed. Unlock it with the password first.</source>
        <translation>窗口已锁定。数据没有变。请先输密码解锁。</translation>
    </message>
    <message>
        <source>Clerk {clerk} is signed in here. The open visit is kept. To take over press Alt+H.</source>
        <translation>这里登录的是工号 {clerk}。在办的这件还留着。接手请按 Alt+H。</translation>
    </message>
    <message>
        <source>Too many wrong passwords: sign-in is closed until {until}. The open visit is kept. Another clerk may take over.</source>
        <translation>密码错得太多，{until} 前不能登录。在办的这件还留着。可换一位同事接手。</translation>
    </message>
    <message>
        <source>No clerk is signed in. Nothing was changed. Sign in first.</source>
        <translation>还没有人登录。数据没有变。请先登录。</translation>
    </message>
    <message>
        <source>Your role may not do this. Nothing was changed. Ask the supervisor.</source>
        <translation>您的岗位不能做这一步。数据没有变。请找值班长。</translation>
    </message>
    <message>
        <source>Some entries must be mended first. Nothing was decided. The first one is marked.</source>
        <translation>有几处要先改。还没有作出决定。第一处已标出。</translation>
    </message>
    <message>
        <source>A character cannot be printed by any font here. Nothing was printed or decided. Correct it, or ask the technician for a font.</source>
        <translation>有一个字本机的字体都打不出。没有打印，也没有作出决定。请改正，或请技术员加字体。</translation>
    </message>
    <message>
        <source>A notice template has faults. Nothing was printed. Run “window-clerk doctor” and mend the file it names.</source>
        <translation>文书模板有错。什么都没有打印。请运行“window-clerk doctor”，改它指出的文件。</translation>
    </message>
    <message>
        <source>The holiday data has faults. Nothing was changed. Run “window-clerk doctor” and mend the file it names.</source>
        <translation>节假日数据有错。数据没有变。请运行“window-clerk doctor”，改它指出的文件。</translation>
    </message>
    <message>
        <source>The catalogue file has faults. Nothing of it was taken over. Run “window-clerk catalogue check” on it.</source>
        <translation>目录文件有错。整份都没有导入。请运行“window-clerk catalogue check”检查它。</translation>
    </message>
    <message>
        <source>A font file of the program is damaged. Your data is safe. Install the program again.</source>
        <translation>程序的字体文件坏了。数据没有问题。请重新安装程序。</translation>
    </message>
    <message>
        <source>The fonts cannot be unpacked into {folder}. Your data is safe. Make the folder writable, then start again.</source>
        <translation>字体解不到 {folder}。数据没有问题。请放开写权限，再启动。</translation>
    </message>
    <message>
        <source>No ID card was read. Nothing else changed. Lay the card flat and press F5 again, or type it in: Alt+E.</source>
        <translation>没读到身份证。其他信息没有变。请把证放平再按 F5，或手工录入 Alt+E。</translation>
    </message>
    <message>
        <source>The camera has no picture yet. Nothing was stored. Press Ctrl+D again.</source>
        <translation>高拍仪还没有画面。什么都没有存。请再按 Ctrl+D。</translation>
    </message>
    <message>
        <source>No printer is set up on this machine. The decision is stored. Save as PDF with Ctrl+E, print later with Ctrl+P.</source>
        <translation>本机没有装打印机。决定已存好。可另存 PDF Ctrl+E，以后再打 Ctrl+P。</translation>
    </message>
    <message>
        <source>The printer “{queue}” is not known to this machine. The decision is stored. Choose another in the settings, or save as PDF: Ctrl+E.</source>
        <translation>本机没有打印机“{queue}”。决定已存好。请在设置里换一台，或另存 PDF Ctrl+E。</translation>
    </message>
    <message>
        <source>The print service does not answer. The decision is stored. Print again with Ctrl+P, or save as PDF: Ctrl+E.</source>
        <translation>打印服务没有回应。决定已存好。请再打 Ctrl+P，或另存 PDF Ctrl+E。</translation>
    </message>
    <message>
        <source>The printer did not take the notice. The decision is stored. Print again with Ctrl+P, or save as PDF: Ctrl+E.</source>
        <translation>打印机没有接这份文书。决定已存好。请再打 Ctrl+P，或另存 PDF Ctrl+E。</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be written. The decision is stored. Choose another folder: Ctrl+E.</source>
        <translation>文件夹 {folder} 写不进去。决定已存好。请换一个文件夹 Ctrl+E。</translation>
    </message>
    <message>
        <source>There is not enough memory to print this. The decision is stored. Close other programs, then Ctrl+P.</source>
        <translation>内存不够，打不了这份。决定已存好。请关掉别的程序，再按 Ctrl+P。</translation>
    </message>
    <message>
        <source>The printer: {why}. The decision is stored. Print again with Ctrl+P, or save as PDF: Ctrl+E.</source>
        <translation>打印机{why}。决定已存好。弄好后按 Ctrl+P 再打，或另存 PDF Ctrl+E。</translation>
    </message>
    <message>
        <source>The card reader: {why}. Nothing else changed. Type the applicant in by hand: Alt+E.</source>
        <translation>读证器{why}。其他信息没有变。请手工录入 Alt+E。</translation>
    </message>
    <message>
        <source>The camera: {why}. Nothing was stored. Take the pages from files, or drop them on the row.</source>
        <translation>高拍仪{why}。什么都没有存。请从文件选，或把文件拖到那一行。</translation>
    </message>
    <message>
        <source>The scanner: {why}. Nothing else changed. Type the number, or plug it in again.</source>
        <translation>扫码枪{why}。其他没有变。请手输号码，或重新插上。</translation>
    </message>
    <message>
        <source>This entry is not at this window any more. Nothing was changed. Look at the list again: Alt+Y.</source>
        <translation>这条待处理已不在本窗口。什么都没有改。请再看一次清单：Alt+Y。</translation>
    </message>
    <message>
        <source>Somebody else has settled this entry. Nothing was written over. Look at the case&apos;s record.</source>
        <translation>这条已由别人处理。没有覆盖任何内容。请看办件记录。</translation>
    </message>
    <message>
        <source>This record is not at this window. Nothing was changed. Look at the list again.</source>
        <translation>本窗口没有这条记录。什么都没有改。请再看一次清单。</translation>
    </message>
    <message>
        <source>The centre does not answer. What was done is stored here. Try again with Alt+R.</source>
        <translation>中心没有回应。办的件都存在本机。重试按 Alt+R。</translation>
    </message>
    <message>
        <source>The certificate of the centre is not to be trusted: its address leads elsewhere, or the hall&apos;s authority is missing. Nothing was sent. Ask the administrator.</source>
        <translation>中心的证书不可信：地址不对，或缺少大厅自己的证书颁发机构。什么都没有发送。请联系管理员。</translation>
    </message>
    <message>
        <source>The file of the hall&apos;s certificate authority cannot be read. Nothing was sent. Mend [central] ca in site.toml.</source>
        <translation>读不出大厅证书颁发机构的文件。什么都没有发送。请改正 site.toml 的 [central] ca。</translation>
    </message>
    <message>
        <source>Something else than the centre answers at its address. Nothing was sent. Check the address, and whether the network asks for a sign-in of its own.</source>
        <translation>应答的不是中心。什么都没有发送。请核对地址，以及网络是否要求另行登录。</translation>
    </message>
    <message>
        <source>A new device needs a code of its own: {device_code} was this machine&apos;s already. Nothing was changed. Choose another one.</source>
        <translation>新设备要有新的代码：{device_code} 就是本机原来的代码。什么都没有改变。请换一个。</translation>
    </message>
    <message>
        <source>This page was scanned at another window and is on its way. Nothing is lost. Open it again later.</source>
        <translation>这一页是别的窗口扫描的，还在路上。没有丢。请稍后再打开。</translation>
    </message>
    <message>
        <source>The window that scanned this page has not uploaded it yet. Nothing is lost. Open it again later.</source>
        <translation>扫描这一页的窗口还没有上传。没有丢。请稍后再打开。</translation>
    </message>
    <message>
        <source>The centre cannot be reached, and this clerk has not signed in here before. The open visit is kept. Sign in once with the network on, or let another clerk sign in.</source>
        <translation>连不上中心，这个工号又没有在本窗口联网登录过。打开的办件已保留。请联网后登录一次，或换人登录。</translation>
    </message>
    <message>
        <source>The centre cannot be reached, and the time for signing in without it is over. The open visit is kept. Sign in once with the network on, or let another clerk sign in.</source>
        <translation>连不上中心，离线登录的期限已过。打开的办件已保留。请联网后登录一次，或换人登录。</translation>
    </message>
    <message>
        <source>This machine is enrolled at {hall} already, as {device_code}. Nothing was changed. Go on working.</source>
        <translation>本机已在{hall}登记，代码 {device_code}。什么都没有改。可以照常办理。</translation>
    </message>
    <message>
        <source>The centre did not take this code. Nothing was changed. Ask the administrator for a new one ({reason}).</source>
        <translation>中心没有收下这个登记码。什么都没有改。请管理员另取一个（{reason}）。</translation>
    </message>
    <message>
        <source>The centre has suspended this clerk number. Nothing was changed. Ask the administrator.</source>
        <translation>中心已停用这个工号。什么都没有改。请找管理员。</translation>
    </message>
    <message>
        <source>Clerks and passwords are kept at the centre. Nothing was changed. Ask the administrator.</source>
        <translation>工号和密码由中心管理。什么都没有改。请找管理员。</translation>
    </message>
    <message>
        <source>This code belongs to another hall. Nothing was changed. Ask the administrator for one of yours.</source>
        <translation>这个登记码是别的大厅的。什么都没有改。请管理员另取一个。</translation>
    </message>
    <message>
        <source>No receipt journal was found there. Nothing was changed. Choose the journal&apos;s folder.</source>
        <translation>那里没有流水。什么都没有改。请选流水所在的文件夹。</translation>
    </message>
    <message>
        <source>{begins} has just been taken. The person&apos;s details are still here. The nearest free place is {nearest_begins} {nearest_lawyer}: Enter takes it.</source>
        <translation>{begins} 刚被约走。咨询人的信息还在。最近的空档是 {nearest_begins} {nearest_lawyer}，按 Enter 改约。</translation>
    </message>
    <message>
        <source>This lawyer has advised the other side ({day}). Nothing was booked. Choose another lawyer, or Enter books all the same.</source>
        <translation>该律师接待过对方当事人（{day}）。还没有预约。请改选律师，或再按 Enter 仍然预约。</translation>
    </message>
    <message>
        <source>Nobody has made a roster for {day}. Nothing was booked. Choose another Wednesday.</source>
        <translation>{day} 还没有排班。没有预约。请另选一个周三。</translation>
    </message>
    <message>
        <source>No consultations on {day}: a day off, or its holidays are not published. Nothing was changed. Choose another day.</source>
        <translation>{day} 不开咨询：放假，或放假安排未公布。没有改动。请另选一天。</translation>
    </message>
    <message>
        <source>This lawyer is not on duty on {day}. Nothing was changed. Look at the roster.</source>
        <translation>这位律师 {day} 不值班。没有改动。请看排班。</translation>
    </message>
    <message>
        <source>This lawyer sits there already on {day}. Nothing was changed. Choose another one.</source>
        <translation>这位律师 {day} 已在值班。没有改动。请另选一位。</translation>
    </message>
    <message>
        <source>This lawyer is not known here. Nothing was changed. Choose another one.</source>
        <translation>本窗口没有这位律师。没有改动。请另选一位。</translation>
    </message>
    <message>
        <source>Only a supervisor changes the roster. Nothing was changed. Ask your supervisor to do it.</source>
        <translation>排班由主管修改。没有改动。请主管来改。</translation>
    </message>
    <message>
        <source>This booking is not known here. Nothing was changed. Look again in the morning&apos;s grid.</source>
        <translation>本窗口没有这个预约。没有改动。请在时段表里再看一次。</translation>
    </message>
    <message>
        <source>This entry of the waiting list is not known here. Nothing was changed. Look again.</source>
        <translation>候补名单里没有这一条。没有改动。请再看一次。</translation>
    </message>
    <message>
        <source>This record is not known here. Nothing was changed. Look again.</source>
        <translation>本窗口没有这条记录。没有改动。请再看一次。</translation>
    </message>
    <message>
        <source>This booking is “{status}” by now. Nothing was changed. Look at it again, then decide.</source>
        <translation>这个预约现在是“{status}”。没有改动。请看过再定。</translation>
    </message>
    <message>
        <source>This person is in the waiting list already. The place is kept. Nothing more needs to be done.</source>
        <translation>这位已在候补名单里。名次保留。不用再登记。</translation>
    </message>
    <message>
        <source>This person no longer waits. Nothing was changed. Look at the list again.</source>
        <translation>这位已不在候补。没有改动。请再看名单。</translation>
    </message>
    <message>
        <source>This consultation is on {day}. Nothing was changed. Check in on that day.</source>
        <translation>这次咨询在 {day}。没有改动。请当天签到。</translation>
    </message>
    <message>
        <source>The slot begins at {begins}. Nothing was changed. Wait until then.</source>
        <translation>时段 {begins} 才开始。没有改动。请到时再登记。</translation>
    </message>
    <message>
        <source>The morning ends at {ends}. Nothing was changed. Close it afterwards.</source>
        <translation>本场 {ends} 结束。没有改动。请结束后再收场。</translation>
    </message>
    <message>
        <source>{count} people are still being advised. Nothing was changed. Finish them first, then close the day.</source>
        <translation>还有 {count} 人在咨询。没有改动。请先结束他们，再收场。</translation>
    </message>
    <message>
        <source>There is no slip for a booking that is “{status}”. Nothing was printed. Choose another one.</source>
        <translation>“{status}”的预约没有凭条。没有打印。请另选一个。</translation>
    </message>
    <message>
        <source>The place kept for this window was used meanwhile. Nothing was booked. Choose another place.</source>
        <translation>本窗口预留的号已经用掉。没有预约。请另选时段。</translation>
    </message>
    <message>
        <source>The hall&apos;s file of consultation rules has faults. No booking was changed. Let the administrator mend consultations.json.</source>
        <translation>大厅的咨询规则文件有问题。预约没有改动。请管理员修改 consultations.json。</translation>
    </message>
    <message>
        <source>The hall&apos;s queue rules have mistakes. Nothing else is touched. Mend rules/queue.json.</source>
        <translation>大厅的排队规则文件有误。其他数据没有变。请改好 rules/queue.json。</translation>
    </message>
    <message>
        <source>The hall has no business {business}. Nothing was changed. Choose one of the list.</source>
        <translation>大厅没有 {business} 类业务。什么都没有变。请从列表里选。</translation>
    </message>
    <message>
        <source>The hall has no window {counter}. Nothing was changed. Choose one of the list.</source>
        <translation>大厅没有 {counter} 号窗口。什么都没有变。请从列表里选。</translation>
    </message>
    <message>
        <source>No numbers are given now. None was taken. The hall is open from {opens} to {closes}.</source>
        <translation>现在不取号。没有取号，预约不受影响。办公时间是 {opens} 到 {closes}。</translation>
    </message>
    <message>
        <source>No window is open for this matter now. No number was taken. Please ask at the desk.</source>
        <translation>您选择的业务暂无对应办事窗口。没有取号。请到导服台咨询。</translation>
    </message>
    <message>
        <source>This person waits with number {number} already. That number is good. No other is needed.</source>
        <translation>您已取号 {number}，正在等候。原来的号有效。不用重新取号。</translation>
    </message>
    <message>
        <source>A window serves at least one business. It prefers only what it serves. Nothing was changed.</source>
        <translation>窗口至少要办一类业务。优先的业务也要在其中。什么都没有变。</translation>
    </message>
    <message>
        <source>This number is past that already. Nothing was changed. Look at the queue: Alt+4.</source>
        <translation>这个号已经办过这一步了。什么都没有变。请看叫号列表 Alt+4。</translation>
    </message>
    <message>
        <source>{number} was called {limit} times and nobody came. The number stays good. Missed: Alt+G.</source>
        <translation>{number} 叫了 {limit} 次没有人来。号码没有作废。过号 Alt+G。</translation>
    </message>
    <message>
        <source>{number} is called and may still come. At the window: Enter. Missed: Alt+G. Again: F3.</source>
        <translation>{number} 已呼叫。还没有到窗。到窗按 Enter，过号 Alt+G，重呼 F3。</translation>
    </message>
    <message>
        <source>This window is on a break. Nobody was called. Go on with Alt+P.</source>
        <translation>本窗口暂停服务。没有呼叫任何人。恢复按 Alt+P。</translation>
    </message>
    <message>
        <source>The network is back and this window&apos;s calls go up. Nobody was called. Press F2 again.</source>
        <translation>网络刚恢复，本窗叫过的号正在上传。没有呼叫任何人。请再按 F2。</translation>
    </message>
    <message>
        <source>Nobody is called to this window. Nothing was changed. Call the next one: F2.</source>
        <translation>本窗口没有正在呼叫的号。什么都没有变。呼叫下一位 F2。</translation>
    </message>
    <message>
        <source>{number} was missed over {minutes} minutes ago. Nothing was changed. Take a new number.</source>
        <translation>{number} 过号已超过 {minutes} 分钟。什么都没有变。请重新取号。</translation>
    </message>
    <message>
        <source>Taking numbers back needs a reason. Nothing was changed. Type why it is done.</source>
        <translation>收回号码要写明原因。什么都没有变。请输入原因。</translation>
    </message>
    <message>
        <source>There is nothing to take back any more. All is stored. Look at the queue: Alt+4.</source>
        <translation>没有可以撤销的操作了。都已存好。请看叫号列表 Alt+4。</translation>
    </message>
    <message>
        <source>This number is not reserved for this window now. Nobody was called. Call the next: F2.</source>
        <translation>这个号已不归本窗口。没有呼叫任何人。呼叫下一位 F2。</translation>
    </message>
    <message>
        <source>Today has no such number here. Nothing was changed. Look at the slip and type it again.</source>
        <translation>今天没有这个号。什么都没有变。请看小票再输一遍。</translation>
    </message>
    <message>
        <source>That is no ticket number, such as A037. Nothing was changed. Type it again.</source>
        <translation>这不是排队号（如 A037）。什么都没有变。请再输一遍。</translation>
    </message>
    <message>
        <source>{number} is reserved for another window. Nothing was changed. Call the next one: F2.</source>
        <translation>{number} 已留给其他窗口。什么都没有变。呼叫下一位 F2。</translation>
    </message>
    <message>
        <source>{number} is booked for later. Nothing was changed. It is called when its time has come.</source>
        <translation>{number} 的预约时段还没到。什么都没有变。到时段后再叫。</translation>
    </message>
    <message>
        <source>Nothing was chosen to transfer to. The number stays here. Choose a window or a business.</source>
        <translation>没有选转到哪里。号还在本窗口。请选窗口或业务。</translation>
    </message>
    <message>
        <source>Priority needs a proof that was looked at. Nothing was changed. Type which one it was.</source>
        <translation>优先要核对证件。什么都没有变。请写明核对了哪个证件。</translation>
    </message>
    <message>
        <source>Only a supervisor may do this. Nothing was changed. Ask the supervisor.</source>
        <translation>只有值班长可以这样做。什么都没有变。请找值班长。</translation>
    </message>
</context>
<context>
    <name>Fields</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>手机</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Applicant</source>
        <translation>申请人</translation>
    </message>
    <message>
        <source>Applicant&apos;s name</source>
        <translation>申请人姓名</translation>
    </message>
    <message>
        <source>Kind of document</source>
        <translation>证件类型</translation>
    </message>
    <message>
        <source>Document number</source>
        <translation>证件号码</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>代办人</translation>
    </message>
    <message>
        <source>Situation</source>
        <translation>情形</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Version of the item</source>
        <translation>事项版本</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>号码</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Clerk in charge</source>
        <translation>经办人</translation>
    </message>
    <message>
        <source>Case number</source>
        <translation>办件号</translation>
    </message>
    <message>
        <source>National case number</source>
        <translation>办件编号</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>开始办理</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>作出决定</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>收件日</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>受理日</translation>
    </message>
    <message>
        <source>Tell what is missing by</source>
        <translation>告知期限</translation>
    </message>
    <message>
        <source>Promised by</source>
        <translation>承诺办结</translation>
    </message>
    <message>
        <source>Legal limit</source>
        <translation>法定期限</translation>
    </message>
    <message>
        <source>Hand in by</source>
        <translation>补正期限</translation>
    </message>
    <message>
        <source>To follow by</source>
        <translation>容缺补交期限</translation>
    </message>
    <message>
        <source>Can be taken back until</source>
        <translation>可撤回到</translation>
    </message>
    <message>
        <source>Clock stopped since</source>
        <translation>停止计时自</translation>
    </message>
    <message>
        <source>Clock stopped until</source>
        <translation>停止计时到</translation>
    </message>
    <message>
        <source>Why the clock stopped</source>
        <translation>停止计时原因</translation>
    </message>
    <message>
        <source>Days the clock stood</source>
        <translation>停计天数</translation>
    </message>
    <message>
        <source>Deemed accepted by law</source>
        <translation>视为受理</translation>
    </message>
    <message>
        <source>Year without published holidays</source>
        <translation>未公布放假安排的年份</translation>
    </message>
    <message>
        <source>Ground</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Authority to apply to</source>
        <translation>应向哪个机关申请</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Told what is missing on</source>
        <translation>一次性告知日</translation>
    </message>
    <message>
        <source>Materials asked for</source>
        <translation>要求补正的材料</translation>
    </message>
    <message>
        <source>Moment of acceptance</source>
        <translation>受理时刻</translation>
    </message>
    <message>
        <source>State before the acceptance</source>
        <translation>受理前状态</translation>
    </message>
    <message>
        <source>Void notices</source>
        <translation>作废的文书</translation>
    </message>
    <message>
        <source>Stops of the clock</source>
        <translation>停止计时记录</translation>
    </message>
    <message>
        <source>Concluded on</source>
        <translation>办结日</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>办理结果</translation>
    </message>
    <message>
        <source>Delivered on</source>
        <translation>送达日</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Contact person</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>Legal representative</source>
        <translation>法定代表人</translation>
    </message>
    <message>
        <source>Power of attorney</source>
        <translation>授权</translation>
    </message>
    <message>
        <source>Material {code}</source>
        <translation>材料 {code}</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>（空）</translation>
    </message>
    <message>
        <source>by {day}</source>
        <translation>{day}前</translation>
    </message>
    <message>
        <source>{count} pages scanned</source>
        <translation>已扫描 {count} 页</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>not published</source>
        <translation>未公布</translation>
    </message>
    <message>
        <source>{amount} working days</source>
        <translation>{amount} 个工作日</translation>
    </message>
    <message>
        <source>{amount} days</source>
        <translation>{amount} 天</translation>
    </message>
    <message>
        <source>{amount} hours</source>
        <translation>{amount} 小时</translation>
    </message>
    <message>
        <source>on the spot</source>
        <translation>当场办结</translation>
    </message>
    <message>
        <source>{month}-{day}</source>
        <translation>{month}月{day}日</translation>
    </message>
</context>
<context>
    <name>Finding</name>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>办件</translation>
    </message>
</context>
<context>
    <name>Gate</name>
    <message>
        <source>The window is locked: type the password first.</source>
        <translation>窗口已锁定，请先输密码</translation>
    </message>
    <message>
        <source>The centre is asked. Without the network who signed in here lately can sign in.</source>
        <translation>由中心核对；断网时，最近在本窗口联网登录过的工号也能登录。</translation>
    </message>
    <message>
        <source>Offline: who signed in here with the network lately can sign in.</source>
        <translation>离线：最近在本窗口联网登录过的工号可以登录。</translation>
    </message>
    <message numerus="yes">
        <source>Locking in %n seconds</source>
        <translation>
            <numerusform>%n 秒后锁屏</numerusform>
        </translation>
    </message>
    <message>
        <source>The visit is kept. Any key keeps the window open.</source>
        <translation>在办的这件会留着。按任意键继续。</translation>
    </message>
</context>
<context>
    <name>HallDisplay</name>
    <message>
        <source>Hall display</source>
        <translation>大厅显示屏</translation>
    </message>
    <message>
        <source>{number} to window {counter}</source>
        <translation>请 {number} 号到 {counter} 号窗口</translation>
    </message>
    <message>
        <source>Mon,Tue,Wed,Thu,Fri,Sat,Sun</source>
        <translation>星期一,星期二,星期三,星期四,星期五,星期六,星期日</translation>
    </message>
    <message>
        <source>{month}/{day} {weekday}</source>
        <translation>{month}月{day}日 {weekday}</translation>
    </message>
    <message>
        <source>Demo data</source>
        <translation>演示数据</translation>
    </message>
    <message>
        <source>No data yet</source>
        <translation>还没有数据</translation>
    </message>
    <message>
        <source>Stopped at {time}</source>
        <translation>数据停在 {time}</translation>
    </message>
    <message>
        <source>This window&apos;s data only</source>
        <translation>本窗数据</translation>
    </message>
    <message>
        <source>Up to date</source>
        <translation>数据实时</translation>
    </message>
    <message>
        <source>This screen is not up to date: please listen to the windows&apos; own calls</source>
        <translation>大屏数据未更新，请留意各窗口叫号，号码仍然有效</translation>
    </message>
    <message>
        <source>No calls yet</source>
        <translation>暂无叫号</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
    <message>
        <source>window</source>
        <translation>号窗口</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>已过号</translation>
    </message>
    <message>
        <source>Being served</source>
        <translation>正在办理</translation>
    </message>
    <message>
        <source>Calling again</source>
        <translation>再次请</translation>
    </message>
    <message>
        <source>Now calling</source>
        <translation>现在请</translation>
    </message>
    <message>
        <source>{name} business</source>
        <translation>{name}业务</translation>
    </message>
    <message>
        <source>Window {counter}</source>
        <translation>{counter} 号窗口</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>已过号</translation>
    </message>
    <message>
        <source>served</source>
        <translation>办理中</translation>
    </message>
    <message>
        <source>fills in</source>
        <translation>填表中</translation>
    </message>
    <message>
        <source>please go</source>
        <translation>请到窗</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>正在等候</translation>
    </message>
    <message>
        <source>Business</source>
        <translation>业务</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人数</translation>
    </message>
    <message>
        <source>About</source>
        <translation>约需等</translation>
    </message>
    <message>
        <source>booked</source>
        <translation>预约</translation>
    </message>
    <message>
        <source>by slot</source>
        <translation>按时段</translation>
    </message>
    <message>
        <source>no window</source>
        <translation>暂无窗口</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>即到</translation>
    </message>
    <message>
        <source>{high} min</source>
        <translation>{high} 分</translation>
    </message>
    <message>
        <source>{low}–{high} min</source>
        <translation>{low}–{high} 分</translation>
    </message>
    <message>
        <source>Please get ready</source>
        <translation>请准备</translation>
    </message>
</context>
<context>
    <name>IdlePanel</name>
    <message>
        <source>Serve the next person</source>
        <translation>接待下一位</translation>
    </message>
    <message>
        <source>The desk is free</source>
        <translation>窗口空闲</translation>
    </message>
    <message>
        <source>No ticket machine is connected: people walk up, nobody is called by number.</source>
        <translation>未接取号机：来人直接接待，不叫号。</translation>
    </message>
    <message>
        <source>Unfinished visits</source>
        <translation>暂存的件</translation>
    </message>
    <message>
        <source>None. Everything that was begun is decided.</source>
        <translation>没有。开始的都办完了。</translation>
    </message>
    <message>
        <source>Enter goes on · Del throws away (asks once)</source>
        <translation>Enter 接着办 · Del 删除（再问一次）</translation>
    </message>
    <message>
        <source>No name yet</source>
        <translation>未填姓名</translation>
    </message>
    <message>
        <source>no item chosen</source>
        <translation>未选事项</translation>
    </message>
    <message>
        <source>Supplement</source>
        <translation>补交</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>暂存</translation>
    </message>
    <message>
        <source>Enter once more throws away the visit of {name}; Esc keeps it</source>
        <translation>再按一次 Enter 删除{name}的这件，Esc 留着</translation>
    </message>
</context>
<context>
    <name>IntakePage</name>
    <message>
        <source>The catalogue asks nothing for this item: the list is the same for everybody.</source>
        <translation>这个事项不分情形，清单人人相同。</translation>
    </message>
    <message>
        <source>{number} · {name}: scan</source>
        <translation>{number} · {name} — 扫描</translation>
    </message>
    <message>
        <source>Non-standard items are registered with the centre; it is not connected yet</source>
        <translation>“非标”事项登记在中心，本机还没有连接中心</translation>
    </message>
    <message>
        <source>Enter accepts, Esc goes back</source>
        <translation>Enter 受理，Esc 回去改</translation>
    </message>
</context>
<context>
    <name>ItemFinder</name>
    <message>
        <source>Item</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Initials, pinyin, characters, code or department</source>
        <translation>首字母、全拼、汉字、编码或部门</translation>
    </message>
    <message>
        <source>Register a non-standard item</source>
        <translation>登记为“非标”事项</translation>
    </message>
    <message>
        <source>By department</source>
        <translation>按部门找</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>选</translation>
    </message>
    <message>
        <source>take</source>
        <translation>选定</translation>
    </message>
    <message>
        <source>by department</source>
        <translation>按部门找</translation>
    </message>
    <message>
        <source>Department not published</source>
        <translation>部门未公布</translation>
    </message>
    <message>
        <source>{count} items</source>
        <translation>{count} 个事项</translation>
    </message>
    <message>
        <source>Nothing found for “{text}”</source>
        <translation>没有找到“{text}”</translation>
    </message>
    <message>
        <source>Try the initials, or look by department. What the catalogue does not have yet can be registered as non-standard once the centre is connected.</source>
        <translation>试试拼音首字母，或按部门找。目录里确实没有的新行业，连接中心后可先登记。</translation>
    </message>
</context>
<context>
    <name>ItemHead</name>
    <message>
        <source>Choose the item</source>
        <translation>选事项</translation>
    </message>
    <message>
        <source>Department not published</source>
        <translation>部门未公布</translation>
    </message>
    <message>
        <source>Facts of {place}</source>
        <translation>依据：{place}</translation>
    </message>
    <message>
        <source>Case {number} (supplement)</source>
        <translation>办件号 {number}（补交）</translation>
    </message>
    <message>
        <source>Kept here, number at the decision</source>
        <translation>暂存在本机，受理时编号</translation>
    </message>
</context>
<context>
    <name>Keypad</name>
    <message>
        <source>Delete the last digit</source>
        <translation>删除最后一位</translation>
    </message>
</context>
<context>
    <name>Kiosk</name>
    <message>
        <source>Take a number</source>
        <translation>取号</translation>
    </message>
    <message>
        <source>The card was not read. Put it flat, or just choose below.</source>
        <translation>没读到证件。请把证放平，或直接选要办的事</translation>
    </message>
    <message>
        <source>Hello, {name}. What is it about?</source>
        <translation>{name}，您好，请选要办的事</translation>
    </message>
    <message>
        <source>The hall closes soon: it may be too late today.</source>
        <translation>对外办公时间即将结束，您取的号可能来不及办理</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Type my ID number</source>
        <translation>输入身份证号</translation>
    </message>
    <message>
        <source>The number of people waiting is not known</source>
        <translation>等候人数暂时不知道</translation>
    </message>
    <message numerus="yes">
        <source>%n people are before you</source>
        <translation>
            <numerusform>前面等候 %n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>How long it takes cannot be said</source>
        <translation>等候时间暂时无法估计</translation>
    </message>
    <message>
        <source>about {high} minutes (estimate)</source>
        <translation>约需等候 {high} 分钟（估计）</translation>
    </message>
    <message>
        <source>about {low}–{high} minutes (estimate)</source>
        <translation>约需等候 {low}–{high} 分钟（估计）</translation>
    </message>
    <message>
        <source>Your slip is being printed</source>
        <translation>正在打印小票</translation>
    </message>
    <message>
        <source>Please watch window {counters}</source>
        <translation>请留意 {counters} 号窗口</translation>
    </message>
    <message>
        <source>Please take your slip</source>
        <translation>请取走小票</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Did your slip come out?</source>
        <translation>小票出来了吗？</translation>
    </message>
    <message>
        <source>No, I do not want it</source>
        <translation>没有，不要了</translation>
    </message>
    <message>
        <source>No, print it again</source>
        <translation>没有，请补打</translation>
    </message>
    <message>
        <source>Yes, I have it</source>
        <translation>出来了</translation>
    </message>
    <message>
        <source>No slip: number {number} is void</source>
        <translation>小票没有打出来，{number} 号已作废</translation>
    </message>
    <message>
        <source>Please go to the information desk or to another machine.</source>
        <translation>请到导服台，或换一台取号机</translation>
    </message>
    <message>
        <source>Back to the start</source>
        <translation>回到首页</translation>
    </message>
    <message>
        <source>No number was taken</source>
        <translation>没有取号</translation>
    </message>
    <message>
        <source>This number has a mistake: please look again.</source>
        <translation>这个号码有误，请再核对一遍</translation>
    </message>
    <message>
        <source>Somebody will help you</source>
        <translation>需要帮助</translation>
    </message>
    <message>
        <source>Please go to the information desk beside the entrance.</source>
        <translation>请到导服台，工作人员会帮您取号</translation>
    </message>
    <message>
        <source>Please put your ID card on the reader, or touch what you come for. Then touch take a number.</source>
        <translation>请把身份证放在感应区，或者点一下您要办的事，再点取号。</translation>
    </message>
    <message numerus="yes">
        <source>Back to the start in %n seconds</source>
        <translation>
            <numerusform>%n 秒后回到首页</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KioskHome</name>
    <message>
        <source>Large print</source>
        <translation>大字 · 长辈版</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>听语音</translation>
    </message>
    <message>
        <source>Low position</source>
        <translation>低位操作</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>叫工作人员</translation>
    </message>
    <message>
        <source>No numbers now: the hall is open from {opens} to {closes}</source>
        <translation>现在不取号，办公时间 {opens}–{closes}</translation>
    </message>
    <message>
        <source>Other matters</source>
        <translation>其他事项</translation>
    </message>
    <message>
        <source>No window is open</source>
        <translation>暂无窗口</translation>
    </message>
    <message>
        <source>{n} before you</source>
        <translation>前面{n}人</translation>
    </message>
    <message>
        <source>Take a number</source>
        <translation>取号</translation>
    </message>
    <message>
        <source>Mon,Tue,Wed,Thu,Fri,Sat,Sun</source>
        <translation>星期一,星期二,星期三,星期四,星期五,星期六,星期日</translation>
    </message>
    <message>
        <source>{month}/{day} {weekday}</source>
        <translation>{month}月{day}日 {weekday}</translation>
    </message>
    <message>
        <source>No card? Choose what you come for</source>
        <translation>不刷证？请选要办的事</translation>
    </message>
    <message>
        <source>Quickest: your ID card</source>
        <translation>刷身份证最快</translation>
    </message>
    <message>
        <source>Put it on the reader below right:
the window need not ask for your number</source>
        <translation>放在右下方感应区，到窗口不用
再报身份证号</translation>
    </message>
    <message>
        <source>Without a card choose on the right</source>
        <translation>没带证也能取号，请选右边</translation>
    </message>
    <message>
        <source>No full number on screen or slip</source>
        <translation>屏幕和小票都不显示完整证件号</translation>
    </message>
    <message>
        <source>Little paper</source>
        <translation>小票纸快用完</translation>
    </message>
    <message>
        <source>Slips ready</source>
        <translation>小票充足</translation>
    </message>
    <message>
        <source>No slips now</source>
        <translation>暂不能打小票</translation>
    </message>
</context>
<context>
    <name>Labels</name>
    <message>
        <source>Complete</source>
        <translation>齐全</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>缺</translation>
    </message>
    <message>
        <source>Deferred</source>
        <translation>容缺</translation>
    </message>
    <message>
        <source>Not required</source>
        <translation>免提交</translation>
    </message>
    <message>
        <source>To check</source>
        <translation>待核</translation>
    </message>
    <message>
        <source>Not brought</source>
        <translation>未带</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>过期</translation>
    </message>
    <message>
        <source>Not legible</source>
        <translation>不清楚</translation>
    </message>
    <message>
        <source>Seal missing</source>
        <translation>缺章</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>暂存</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>已收件</translation>
    </message>
    <message>
        <source>Waiting for correction</source>
        <translation>待补正</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>已受理</translation>
    </message>
    <message>
        <source>Not accepted</source>
        <translation>不予受理</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>Under review</source>
        <translation>审查中</translation>
    </message>
    <message>
        <source>Clock stopped</source>
        <translation>中止计时</translation>
    </message>
    <message>
        <source>Granted</source>
        <translation>准予</translation>
    </message>
    <message>
        <source>Denied</source>
        <translation>不予许可</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>已送达</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>已归档</translation>
    </message>
    <message>
        <source>Receive</source>
        <translation>收件</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>One-time notification</source>
        <translation>一次性告知</translation>
    </message>
    <message>
        <source>Refuse to accept</source>
        <translation>不予受理</translation>
    </message>
    <message>
        <source>Withdraw the application</source>
        <translation>撤回申请</translation>
    </message>
    <message>
        <source>Take back the acceptance</source>
        <translation>撤回受理</translation>
    </message>
    <message>
        <source>Deemed accepted</source>
        <translation>视为受理</translation>
    </message>
    <message>
        <source>Correction limit passed</source>
        <translation>补正逾期</translation>
    </message>
    <message>
        <source>Hand in later</source>
        <translation>补交</translation>
    </message>
    <message>
        <source>Start the review</source>
        <translation>开始审查</translation>
    </message>
    <message>
        <source>Stop the clock</source>
        <translation>中止计时</translation>
    </message>
    <message>
        <source>Resume the clock</source>
        <translation>恢复计时</translation>
    </message>
    <message>
        <source>Grant</source>
        <translation>准予</translation>
    </message>
    <message>
        <source>Deny</source>
        <translation>不予许可</translation>
    </message>
    <message>
        <source>Deliver</source>
        <translation>送达</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>归档</translation>
    </message>
    <message>
        <source>No permit is needed for this by law</source>
        <translation>依法不需要取得行政许可</translation>
    </message>
    <message>
        <source>Not within this authority&apos;s powers</source>
        <translation>不属于本机关职权范围</translation>
    </message>
    <message>
        <source>ID card</source>
        <translation>身份证</translation>
    </message>
    <message>
        <source>Residence permit (Hong Kong, Macao, Taiwan)</source>
        <translation>港澳台居民居住证</translation>
    </message>
    <message>
        <source>Foreigner&apos;s permanent residence card</source>
        <translation>外国人永久居留身份证</translation>
    </message>
    <message>
        <source>Travel permit (Hong Kong, Macao)</source>
        <translation>港澳居民来往内地通行证</translation>
    </message>
    <message>
        <source>Travel permit (Taiwan)</source>
        <translation>台湾居民来往大陆通行证</translation>
    </message>
    <message>
        <source>Passport</source>
        <translation>护照</translation>
    </message>
    <message>
        <source>Unified social credit code</source>
        <translation>统一社会信用代码</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>个人</translation>
    </message>
    <message>
        <source>Organisation</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Receipt for materials</source>
        <translation>收件凭证</translation>
    </message>
    <message>
        <source>Notice of acceptance</source>
        <translation>受理通知书</translation>
    </message>
    <message>
        <source>List of materials</source>
        <translation>材料清单</translation>
    </message>
    <message>
        <source>One-time notice</source>
        <translation>一次性告知书</translation>
    </message>
    <message>
        <source>Deferred-material commitment</source>
        <translation>容缺受理承诺书</translation>
    </message>
    <message>
        <source>Notice of non-acceptance</source>
        <translation>不予受理通知书</translation>
    </message>
    <message>
        <source>Notice of a special step</source>
        <translation>特殊环节告知书</translation>
    </message>
    <message>
        <source>Proof of delivery</source>
        <translation>送达回证</translation>
    </message>
    <message>
        <source>Must be brought</source>
        <translation>必交</translation>
    </message>
    <message>
        <source>May follow later</source>
        <translation>可容缺</translation>
    </message>
    <message>
        <source>Optional</source>
        <translation>选交</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>原件</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复印件</translation>
    </message>
    <message>
        <source>Original and copy</source>
        <translation>原件和复印件</translation>
    </message>
    <message>
        <source>Electronic</source>
        <translation>电子</translation>
    </message>
    <message>
        <source>Paper and electronic</source>
        <translation>纸质和电子</translation>
    </message>
    <message>
        <source>Applicant</source>
        <translation>申请人</translation>
    </message>
    <message>
        <source>Government office</source>
        <translation>政府部门</translation>
    </message>
    <message>
        <source>Made at the window</source>
        <translation>窗口生成</translation>
    </message>
    <message>
        <source>Third party</source>
        <translation>第三方</translation>
    </message>
    <message>
        <source>Done on the spot</source>
        <translation>即办件</translation>
    </message>
    <message>
        <source>Within a promised time</source>
        <translation>承诺件</translation>
    </message>
    <message>
        <source>working days</source>
        <translation>个工作日</translation>
    </message>
    <message>
        <source>days</source>
        <translation>天</translation>
    </message>
    <message>
        <source>hours</source>
        <translation>小时</translation>
    </message>
    <message>
        <source>No centre</source>
        <translation>未连接中心</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>Synced</source>
        <translation>已同步</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>Not enrolled</source>
        <translation>本机未登记</translation>
    </message>
    <message>
        <source>Enrol again</source>
        <translation>须重新登记</translation>
    </message>
    <message>
        <source>Program too old</source>
        <translation>程序过旧</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>本机已停用</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>本机已注销</translation>
    </message>
    <message>
        <source>Correct phone or remark</source>
        <translation>更正手机或备注</translation>
    </message>
    <message>
        <source>Settle a conflict</source>
        <translation>处理冲突</translation>
    </message>
    <message>
        <source>Clerk</source>
        <translation>窗口人员</translation>
    </message>
    <message>
        <source>Reviewer</source>
        <translation>审核人员</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>值班长</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>管理员</translation>
    </message>
    <message>
        <source>Lawyer consultation</source>
        <translation>律师咨询</translation>
    </message>
    <message>
        <source>Book a lawyer</source>
        <translation>预约律师</translation>
    </message>
    <message>
        <source>Fill in from the waiting list</source>
        <translation>候补补入</translation>
    </message>
    <message>
        <source>Move a consultation</source>
        <translation>咨询改约</translation>
    </message>
    <message>
        <source>Cancel a consultation</source>
        <translation>取消咨询</translation>
    </message>
    <message>
        <source>Take the place kept</source>
        <translation>接受递补</translation>
    </message>
    <message>
        <source>Decline the place kept</source>
        <translation>不接受递补</translation>
    </message>
    <message>
        <source>Check in for a consultation</source>
        <translation>咨询签到</translation>
    </message>
    <message>
        <source>Begin a consultation</source>
        <translation>开始咨询</translation>
    </message>
    <message>
        <source>Finish a consultation</source>
        <translation>结束咨询</translation>
    </message>
    <message>
        <source>Did not come to a consultation</source>
        <translation>咨询未到</translation>
    </message>
    <message>
        <source>Came to a consultation after all</source>
        <translation>咨询补签到</translation>
    </message>
    <message>
        <source>Onto the waiting list</source>
        <translation>登记候补</translation>
    </message>
    <message>
        <source>Off the waiting list</source>
        <translation>退出候补</translation>
    </message>
    <message>
        <source>A lawyer&apos;s details</source>
        <translation>律师资料</translation>
    </message>
    <message>
        <source>Publish a roster</source>
        <translation>公布排班</translation>
    </message>
    <message>
        <source>Change a roster</source>
        <translation>修改排班</translation>
    </message>
    <message>
        <source>A lawyer is away</source>
        <translation>律师停约</translation>
    </message>
    <message>
        <source>A lawyer is back</source>
        <translation>律师恢复</translation>
    </message>
    <message>
        <source>A stand-in for a lawyer</source>
        <translation>律师替班</translation>
    </message>
    <message>
        <source>Call a morning off</source>
        <translation>取消整场</translation>
    </message>
    <message>
        <source>Close a morning</source>
        <translation>咨询收场</translation>
    </message>
    <message>
        <source>To be confirmed</source>
        <translation>待确认</translation>
    </message>
    <message>
        <source>Booked</source>
        <translation>已约</translation>
    </message>
    <message>
        <source>Awaiting an answer</source>
        <translation>待答复</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>已到</translation>
    </message>
    <message>
        <source>In consultation</source>
        <translation>咨询中</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>Did not come</source>
        <translation>未到</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Moved</source>
        <translation>已改约</translation>
    </message>
    <message>
        <source>To be moved</source>
        <translation>待改约</translation>
    </message>
</context>
<context>
    <name>LargeView</name>
    <message>
        <source>Next point</source>
        <translation>下一条</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Review points</source>
        <translation>审查要点</translation>
    </message>
    <message>
        <source>The source names no review points for this material</source>
        <translation>该材料的审查要点未公布</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>份数</translation>
    </message>
    <message>
        <source>Need</source>
        <translation>必要性</translation>
    </message>
    <message>
        <source>Usual faults</source>
        <translation>常见错误</translation>
    </message>
    <message>
        <source>When</source>
        <translation>何时需要</translation>
    </message>
    <message>
        <source>How to get it</source>
        <translation>如何取得</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>LawyerForm</name>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Law firm</source>
        <translation>律师事务所</translation>
    </message>
    <message>
        <source>Fields, parted by 、</source>
        <translation>擅长领域，用“、”分开</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>接待地点</translation>
    </message>
    <message>
        <source>Still comes to this hall</source>
        <translation>仍在本大厅值班</translation>
    </message>
    <message>
        <source>Save the lawyer</source>
        <translation>保存律师资料</translation>
    </message>
    <message>
        <source>A new lawyer</source>
        <translation>新律师</translation>
    </message>
</context>
<context>
    <name>LawyerHeader</name>
    <message>
        <source>{count} free</source>
        <translation>余 {count}</translation>
    </message>
    <message>
        <source>for {name}</source>
        <translation>代 {name}</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>Free, can be booked</source>
        <translation>空闲，可约</translation>
    </message>
    <message>
        <source>Chosen now</source>
        <translation>当前选择</translation>
    </message>
    <message>
        <source>To be confirmed or answered</source>
        <translation>待确认、待答复</translation>
    </message>
    <message>
        <source>Enterprise</source>
        <translation>企业</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>个人</translation>
    </message>
    <message>
        <source>Lawyer away</source>
        <translation>停约（律师外出）</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Window Clerk</source>
        <translation>一窗通</translation>
    </message>
    <message>
        <source>Data is stored encrypted on this machine</source>
        <translation>本机数据已加密保存</translation>
    </message>
    <message>
        <source>Demo hall: sample data only</source>
        <translation>示例大厅，全是样例数据</translation>
    </message>
    <message>
        <source>The code was read, but its check character is wrong: scan again.</source>
        <translation>读到了码，但校验位不对，请再扫一次。</translation>
    </message>
    <message>
        <source>A code was scanned that nothing here uses: {value}</source>
        <translation>扫到的码这里用不上：{value}</translation>
    </message>
    <message>
        <source>There is no other panel here.</source>
        <translation>这里没有别的区</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>没有可撤销的</translation>
    </message>
    <message>
        <source>There is nothing to go back from.</source>
        <translation>已经在最外层了</translation>
    </message>
</context>
<context>
    <name>MaterialTable</name>
    <message>
        <source>Materials</source>
        <translation>材料</translation>
    </message>
</context>
<context>
    <name>Materials</name>
    <message>
        <source>Not required (certificates known here) · {count}</source>
        <translation>免提交（本机已有证照）· {count} 项</translation>
    </message>
    <message>
        <source>To be handed in by the applicant · {count}</source>
        <translation>请申请人提交 · {count} 项</translation>
    </message>
    <message>
        <source>Certificate here</source>
        <translation>本机已有证照</translation>
    </message>
    <message>
        <source>See the review points below</source>
        <translation>看下方审查要点</translation>
    </message>
    <message>
        <source>{reason}, cannot follow later</source>
        <translation>{reason}，不可容缺</translation>
    </message>
    <message>
        <source>No hand-in day yet: Enter</source>
        <translation>还没定补交日期，按 Enter</translation>
    </message>
    <message>
        <source>To follow by {day}</source>
        <translation>{day}前补交</translation>
    </message>
    <message>
        <source>No. {number}</source>
        <translation>编号 {number}</translation>
    </message>
    <message>
        <source>Exempted by the clerk</source>
        <translation>窗口标为免提交</translation>
    </message>
    <message>
        <source>{count} scanned</source>
        <translation>已扫描 {count} 页</translation>
    </message>
    <message>
        <source>Item {number}, {name}, {state}</source>
        <translation>第 {number} 项 {name} {state}</translation>
    </message>
    <message>
        <source>Material</source>
        <translation>材料名称</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>份数</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>核验说明</translation>
    </message>
</context>
<context>
    <name>MonthChart</name>
    <message>
        <source>Consultations by month</source>
        <translation>各月咨询数</translation>
    </message>
    <message>
        <source>{month}</source>
        <translation>{month}月</translation>
    </message>
    <message>
        <source>Persons</source>
        <translation>个人</translation>
    </message>
    <message>
        <source>Enterprises</source>
        <translation>企业</translation>
    </message>
    <message>
        <source>Did not come</source>
        <translation>未到</translation>
    </message>
</context>
<context>
    <name>NewBooking</name>
    <message>
        <source>Name and phone, in one line</source>
        <translation>姓名 手机号（写在一行）</translation>
    </message>
    <message>
        <source>Name and phone of who wants advice</source>
        <translation>咨询人的姓名和手机号</translation>
    </message>
    <message>
        <source>Person or enterprise</source>
        <translation>个人或企业</translation>
    </message>
    <message>
        <source>Which lawyer</source>
        <translation>哪位律师</translation>
    </message>
    <message>
        <source>Until when</source>
        <translation>几点以前</translation>
    </message>
    <message>
        <source>What the lawyer should know beforehand (optional)</source>
        <translation>要点（选填，律师提前看）</translation>
    </message>
    <message>
        <source>What the lawyer should know</source>
        <translation>要点</translation>
    </message>
    <message>
        <source>The other party&apos;s name (optional)</source>
        <translation>对方当事人（选填）</translation>
    </message>
    <message>
        <source>The other party</source>
        <translation>对方当事人</translation>
    </message>
    <message>
        <source>About</source>
        <translation>咨询事由</translation>
    </message>
    <message>
        <source>With whom, until when</source>
        <translation>律师和时间</translation>
    </message>
    <message>
        <source>For (from “{item}”)</source>
        <translation>咨询人（来自“{item}”）</translation>
    </message>
    <message>
        <source>For</source>
        <translation>咨询人</translation>
    </message>
    <message>
        <source>Phone of {name}</source>
        <translation>{name} 的手机号</translation>
    </message>
    <message>
        <source>Book and print the slip</source>
        <translation>预约并打印凭条</translation>
    </message>
    <message>
        <source>Choose a slot</source>
        <translation>请选时段</translation>
    </message>
    <message>
        <source>Whoever registered first is asked first</source>
        <translation>按登记先后自动递补</translation>
    </message>
    <message>
        <source>Any lawyer</source>
        <translation>不限律师</translation>
    </message>
    <message>
        <source>Any time</source>
        <translation>不限时间</translation>
    </message>
    <message>
        <source>before {hour}:00</source>
        <translation>{hour} 点前</translation>
    </message>
    <message>
        <source>Put on the waiting list</source>
        <translation>加入候补</translation>
    </message>
    <message>
        <source>This window holds no place here: the slip says “to be confirmed”.</source>
        <translation>本窗口没有这个时段的预留号，凭条上写“待确认”。</translation>
    </message>
    <message>
        <source>A name and a phone number, so that the person can be called back</source>
        <translation>请填姓名和手机号，以便回电</translation>
    </message>
    <message>
        <source>The phone number of {name} is missing</source>
        <translation>还缺 {name} 的手机号</translation>
    </message>
</context>
<context>
    <name>PaperView</name>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Fits the height</source>
        <translation>适合高度</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Page {number}</source>
        <translation>第 {number} 页</translation>
    </message>
</context>
<context>
    <name>Pending</name>
    <message>
        <source>No centre is set up. Everything is stored on this machine, encrypted.</source>
        <translation>没有接中心。办件都加密存在本机。</translation>
    </message>
    <message>
        <source>Connecting to the centre…</source>
        <translation>正在连接中心…</translation>
    </message>
    <message>
        <source>Going up in this order.</source>
        <translation>正按这个顺序上传。</translation>
    </message>
    <message>
        <source>Offline. They are stored here, encrypted, and go up in this order when the network is back.</source>
        <translation>离线。办件已加密存在本机，联网后按这个顺序上传。</translation>
    </message>
    <message>
        <source>Nothing goes up before this machine is enrolled. All of it is stored here.</source>
        <translation>本机登记后才会上传。办件都存在本机。</translation>
    </message>
    <message>
        <source>Nothing goes up before this machine is enrolled again. All of it is stored here.</source>
        <translation>本机重新登记后才会上传。办件都存在本机。</translation>
    </message>
    <message>
        <source>They go up; nothing comes down until the program is new.</source>
        <translation>照常上传；程序升级前收不到别处的更新。</translation>
    </message>
    <message>
        <source>They go up; nothing comes down while it is suspended.</source>
        <translation>照常上传；停用期间收不到别处的更新。</translation>
    </message>
    <message>
        <source>The centre takes nothing from this machine any more. All of it is stored here and journalled.</source>
        <translation>中心不再收本机的办件。全部存在本机和流水里。</translation>
    </message>
</context>
<context>
    <name>PendingPage</name>
    <message>
        <source>Waiting to upload</source>
        <translation>待传清单</translation>
    </message>
    <message>
        <source>Nothing is waiting</source>
        <translation>没有待传的</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>再看一次</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>立即重试</translation>
    </message>
    <message>
        <source>Reading what waits…</source>
        <translation>正在读取待传清单…</translation>
    </message>
    <message>
        <source>{moment}, {age} ago</source>
        <translation>{moment}，已等 {age}</translation>
    </message>
    <message numerus="yes">
        <source>tried %n times</source>
        <translation>
            <numerusform>试过 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>No. {number} in line</source>
        <translation>排第 {number}</translation>
    </message>
    <message>
        <source>Enter shows why and what to do</source>
        <translation>按 Enter 看原因和下一步</translation>
    </message>
    <message numerus="yes">
        <source>%n scans follow behind the cases</source>
        <translation>
            <numerusform>%n 份扫描件随后上传，不耽误办件</numerusform>
        </translation>
    </message>
    <message>
        <source>Tell the supervisor of what waits longer than 30 minutes</source>
        <translation>等了 30 分钟以上的，请告知值班长</translation>
    </message>
    <message>
        <source>Every decision of this window is stored and encrypted on this machine.</source>
        <translation>本窗口的每个决定都加密存在本机。</translation>
    </message>
    <message>
        <source>The centre has everything of this window; it last answered {moment}.</source>
        <translation>本窗口的办件中心都有了；上次联系 {moment}。</translation>
    </message>
    <message>
        <source>Nothing of this window waits; the centre has not answered yet.</source>
        <translation>本窗口没有等着上传的；还没有联系上中心。</translation>
    </message>
    <message>
        <source>This entry belongs to no case</source>
        <translation>这一条不属于哪个办件</translation>
    </message>
    <message>
        <source>Back to the intake desk</source>
        <translation>回受理台</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n 件待传</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PickBox</name>
    <message>
        <source>Number</source>
        <translation>号码</translation>
    </message>
</context>
<context>
    <name>PrintsPanel</name>
    <message>
        <source>Will be printed</source>
        <translation>将打印的文书</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>还没有</translation>
    </message>
</context>
<context>
    <name>Problems</name>
    <message>
        <source>Please look at this again ({code})</source>
        <translation>请再看看这里（{code}）</translation>
    </message>
    <message>
        <source>Still empty</source>
        <translation>还没填</translation>
    </message>
    <message>
        <source>{material} is missing and must be there</source>
        <translation>缺“{material}”，必须有</translation>
    </message>
    <message>
        <source>{material} is still to be checked</source>
        <translation>“{material}”还待核</translation>
    </message>
    <message>
        <source>Nothing is missing: accept with F9</source>
        <translation>没有缺的，可受理 F9</translation>
    </message>
    <message>
        <source>{material} may not follow later (the catalogue)</source>
        <translation>“{material}”不可容缺（事项目录规定）</translation>
    </message>
    <message>
        <source>Whether {material} may follow later is not published, so it may not</source>
        <translation>“{material}”能否容缺未公布，按不可容缺办</translation>
    </message>
    <message>
        <source>{material} may not follow later (credit)</source>
        <translation>“{material}”不可容缺（信用）</translation>
    </message>
    <message>
        <source>{material}: choose the day it will be handed in</source>
        <translation>“{material}”请定补交日期</translation>
    </message>
    <message>
        <source>No item is chosen</source>
        <translation>还没选事项</translation>
    </message>
    <message>
        <source>No applicant is entered</source>
        <translation>还没填申请人</translation>
    </message>
    <message>
        <source>A question of the situation is still open</source>
        <translation>还有情形没答</translation>
    </message>
    <message>
        <source>This item is not for this kind of applicant</source>
        <translation>这个事项不面向这类申请人</translation>
    </message>
    <message>
        <source>{material} was not in the one-time notice: it cannot be asked for now</source>
        <translation>“{material}”不在一次性告知里，现在不能再要</translation>
    </message>
    <message>
        <source>{material}: the holidays of {year} are not published, the day cannot be checked</source>
        <translation>“{material}”：{year} 年节假日未公布，日期无法核对</translation>
    </message>
    <message>
        <source>{material}: the hand-in day has passed</source>
        <translation>“{material}”的补交日期已过</translation>
    </message>
    <message>
        <source>{material}: hand-in by {latest} at the latest</source>
        <translation>“{material}”最晚 {latest}补交</translation>
    </message>
    <message>
        <source>This document does not go with this kind of applicant</source>
        <translation>这种证件与申请人类型不符</translation>
    </message>
    <message>
        <source>Choose one of those listed</source>
        <translation>请从列出的里面选</translation>
    </message>
    <message>
        <source>A list is needed here</source>
        <translation>这里应是一个清单</translation>
    </message>
    <message>
        <source>There is no such notice</source>
        <translation>没有这种文书</translation>
    </message>
    <message>
        <source>Letters and digits only</source>
        <translation>只能用字母和数字</translation>
    </message>
    <message>
        <source>Write the days as a number, 1 to 999</source>
        <translation>天数请写 1 到 999</translation>
    </message>
    <message>
        <source>No paper was received yet: mark what was handed in</source>
        <translation>还没有收到材料，请先标出收到的</translation>
    </message>
    <message>
        <source>The file is empty</source>
        <translation>文件是空的</translation>
    </message>
    <message>
        <source>The file is too big: {size} bytes, at most {limit}</source>
        <translation>文件太大：{size} 字节，最多 {limit}</translation>
    </message>
    <message>
        <source>{name} is not a picture or PDF</source>
        <translation>{name} 不是图片或 PDF</translation>
    </message>
    <message>
        <source>{name} is damaged or cut off: scan it again</source>
        <translation>{name} 残缺或损坏，请重新扫描</translation>
    </message>
    <message>
        <source>The picture is too large to be kept</source>
        <translation>图片尺寸太大，存不下</translation>
    </message>
    <message>
        <source>{pages} pages; at most {limit}</source>
        <translation>共 {pages} 页，最多 {limit} 页</translation>
    </message>
    <message>
        <source>The PDF has a password: bring one without</source>
        <translation>PDF 有密码，请换没有密码的</translation>
    </message>
    <message>
        <source>A scan of this material is not on the disk any more: scan it again</source>
        <translation>这份材料的扫描件不在了，请重新扫描</translation>
    </message>
    <message>
        <source>The file cannot be read</source>
        <translation>文件读不出来</translation>
    </message>
    <message>
        <source>There is no such day: {date}</source>
        <translation>没有这一天：{date}</translation>
    </message>
    <message>
        <source>The birthday lies in the future: {date}</source>
        <translation>生日在今天之后：{date}</translation>
    </message>
    <message>
        <source>Born {date}: please look at the card again</source>
        <translation>{date}出生，请再看一眼证件</translation>
    </message>
    <message>
        <source>“{character}” cannot stand at place {place}</source>
        <translation>第 {place} 位不能是“{character}”</translation>
    </message>
    <message>
        <source>{length} characters; it needs {expected}</source>
        <translation>现在 {length} 位，应为 {expected} 位</translation>
    </message>
    <message>
        <source>This is not how such a number is written</source>
        <translation>号码格式不对</translation>
    </message>
    <message>
        <source>{area} is not the area of such a card</source>
        <translation>{area} 不是这种证件的地区码</translation>
    </message>
    <message>
        <source>The check digit does not fit: one digit is mistyped</source>
        <translation>校验位不对，可能输错一位</translation>
    </message>
    <message>
        <source>The check character does not fit; early codes may differ. Compare with the licence</source>
        <translation>校验位不符；早期代码可能如此，请与执照核对</translation>
    </message>
    <message>
        <source>The area part {area} has letters. Compare with the licence</source>
        <translation>地区码 {area} 含字母，请与执照核对</translation>
    </message>
    <message>
        <source>15 digits were made 18: compare with the card</source>
        <translation>15 位已换成 18 位，请与证件核对</translation>
    </message>
    <message>
        <source>This is a number of another document: {kind}</source>
        <translation>这是另一种证件的号码：{kind}</translation>
    </message>
    <message>
        <source>An invisible character ({character}) came in: type it again</source>
        <translation>混进了看不见的字符（{character}），请重新输入</translation>
    </message>
    <message>
        <source>{length} characters; at most {limit}</source>
        <translation>现在 {length} 个字，最多 {limit} 个</translation>
    </message>
    <message>
        <source>At least {shortest} characters</source>
        <translation>至少 {shortest} 位</translation>
    </message>
    <message>
        <source>{character} is a private character nobody else can read: type the real one</source>
        <translation>{character} 是自造字，别处看不到，请输入正式字</translation>
    </message>
    <message>
        <source>A broken character came in: type it again</source>
        <translation>混进了残缺的字符，请重新输入</translation>
    </message>
    <message>
        <source>A picture character cannot be part of a name</source>
        <translation>姓名里不能有表情符号</translation>
    </message>
    <message>
        <source>A digit cannot be part of a name</source>
        <translation>姓名里不能有数字</translation>
    </message>
    <message>
        <source>{character} cannot be part of a name</source>
        <translation>姓名里不能有 {character}</translation>
    </message>
    <message>
        <source>The name has no letter</source>
        <translation>姓名里没有字</translation>
    </message>
    <message>
        <source>A radical was typed; “{meant}” is meant?</source>
        <translation>输入的是部首，应为“{meant}”吗？</translation>
    </message>
    <message>
        <source>{length} digits; a mobile number has {expected}</source>
        <translation>现在 {length} 位，手机号是 {expected} 位</translation>
    </message>
    <message>
        <source>A landline number needs its area code</source>
        <translation>固定电话要带区号</translation>
    </message>
    <message>
        <source>This is not a telephone number</source>
        <translation>这不是电话号码</translation>
    </message>
    <message>
        <source>{character} ({code_point}) cannot be printed by any font here</source>
        <translation>{character}（{code_point}）本机字体都打不出</translation>
    </message>
    <message>
        <source>{character} ({code_point}) is a private character nobody else can read</source>
        <translation>{character}（{code_point}）是自造字，别处看不到</translation>
    </message>
    <message>
        <source>A row is still to choose</source>
        <translation>还有一项没选</translation>
    </message>
    <message>
        <source>This field is not part of the entry</source>
        <translation>这一项不在这条待处理里</translation>
    </message>
    <message>
        <source>Nothing was changed</source>
        <translation>没有改动</translation>
    </message>
    <message>
        <source>The roster of {day} is not published yet</source>
        <translation>{day} 的排班还没有公布</translation>
    </message>
    <message>
        <source>The lawyer is not there at {begins}</source>
        <translation>{begins} 律师不在</translation>
    </message>
    <message>
        <source>{begins} can be booked until {minutes} minutes before: it is too late</source>
        <translation>{begins} 的时段须提前 {minutes} 分钟预约，已过截止</translation>
    </message>
    <message>
        <source>This person has a booking that day at {begins} (limit {limit})</source>
        <translation>这位当天 {begins} 已有预约（限 {limit} 次）</translation>
    </message>
    <message>
        <source>Did not come {count} times in the last {days} days</source>
        <translation>近 {days} 天有 {count} 次约了未到</translation>
    </message>
    <message>
        <source>Named twice</source>
        <translation>重复了</translation>
    </message>
    <message>
        <source>A format this program does not know</source>
        <translation>程序不认识这种格式</translation>
    </message>
    <message>
        <source>Not a letter A–Z: {value}</source>
        <translation>不是字母 A–Z：{value}</translation>
    </message>
    <message>
        <source>Not between {low} and {high}: {value}</source>
        <translation>不在 {low} 到 {high} 之间：{value}</translation>
    </message>
    <message>
        <source>Neither true nor false: {value}</source>
        <translation>应为是或否：{value}</translation>
    </message>
    <message>
        <source>More than {most}</source>
        <translation>多于 {most} 个</translation>
    </message>
    <message>
        <source>Not a time such as 08:30: {value}</source>
        <translation>不是 08:30 这样的时间：{value}</translation>
    </message>
    <message>
        <source>Closes before it opens</source>
        <translation>结束早于开始</translation>
    </message>
    <message>
        <source>Not a pattern such as V(letter): {value}</source>
        <translation>不是号码格式（如 V 加字母）：{value}</translation>
    </message>
    <message>
        <source>{value} would be given to two kinds of tickets</source>
        <translation>{value} 会同时用于两种号</translation>
    </message>
    <message>
        <source>The order must end with arrival</source>
        <translation>顺序的最后一项必须是先来后到</translation>
    </message>
    <message>
        <source>Not a text: {value}</source>
        <translation>不是文字：{value}</translation>
    </message>
    <message>
        <source>Not a list of texts: {value}</source>
        <translation>不是文字列表：{value}</translation>
    </message>
</context>
<context>
    <name>QueueLines</name>
    <message>
        <source>waiting</source>
        <translation>等候</translation>
    </message>
    <message>
        <source>called</source>
        <translation>呼叫中</translation>
    </message>
    <message>
        <source>at the window</source>
        <translation>办理中</translation>
    </message>
    <message>
        <source>put aside</source>
        <translation>挂起</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>过号</translation>
    </message>
    <message>
        <source>done</source>
        <translation>办结</translation>
    </message>
    <message>
        <source>void</source>
        <translation>作废</translation>
    </message>
    <message>
        <source>priority</source>
        <translation>优先</translation>
    </message>
    <message>
        <source>booked</source>
        <translation>预约</translation>
    </message>
    <message>
        <source>open</source>
        <translation>开放</translation>
    </message>
    <message>
        <source>on a break</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>not heard of today</source>
        <translation>今天无消息</translation>
    </message>
    <message>
        <source>transferred</source>
        <translation>转来</translation>
    </message>
    <message>
        <source>taken {time}</source>
        <translation>{time} 取号</translation>
    </message>
    <message>
        <source>waited {minutes} min</source>
        <translation>等候 {minutes} 分</translation>
    </message>
    <message>
        <source>only window {counter}</source>
        <translation>指定 {counter} 号窗口</translation>
    </message>
    <message>
        <source>reserved for {device}</source>
        <translation>留给 {device}</translation>
    </message>
    <message>
        <source>window {counter}</source>
        <translation>{counter} 号窗口</translation>
    </message>
    <message>
        <source>{served}, first {preferred}</source>
        <translation>{served}，优先 {preferred}</translation>
    </message>
    <message>
        <source>in hand {number}</source>
        <translation>正在办 {number}</translation>
    </message>
    <message>
        <source>served {n}</source>
        <translation>已办 {n}</translation>
    </message>
    <message>
        <source>reserved {n}</source>
        <translation>保留 {n} 个号</translation>
    </message>
    <message>
        <source>told {time}</source>
        <translation>{time} 的消息</translation>
    </message>
    <message>
        <source>heard {time}</source>
        <translation>最近联系 {time}</translation>
    </message>
    <message>
        <source>in doubt</source>
        <translation>存疑</translation>
    </message>
</context>
<context>
    <name>QueuePage</name>
    <message>
        <source>Numbers of today</source>
        <translation>今日排队号</translation>
    </message>
    <message>
        <source>Ended ones too</source>
        <translation>包括已结束的</translation>
    </message>
    <message>
        <source>Save the day&apos;s figures</source>
        <translation>导出当日统计</translation>
    </message>
    <message>
        <source>Windows</source>
        <translation>窗口</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>等候 %n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>taken {taken} · served {served} · missed {missed}</source>
        <translation>取号 {taken} · 办结 {served} · 过号 {missed}</translation>
    </message>
    <message>
        <source>waited {minutes} min on average</source>
        <translation>平均等候 {minutes} 分</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>转移</translation>
    </message>
    <message>
        <source>First, on proof</source>
        <translation>优先（核对证件）</translation>
    </message>
    <message>
        <source>Void</source>
        <translation>作废</translation>
    </message>
    <message>
        <source>Back into the queue</source>
        <translation>恢复排队</translation>
    </message>
    <message>
        <source>{number}: nothing to do here, it is at its window or over</source>
        <translation>{number}：正在窗口办理或已结束，这里没有可做的</translation>
    </message>
    <message>
        <source>Transfer to a business (letter) or window (number)</source>
        <translation>转到业务（输字母）或窗口（输号）</translation>
    </message>
    <message>
        <source>Which proof was looked at?</source>
        <translation>核对了什么证件？</translation>
    </message>
    <message>
        <source>disabled person&apos;s card …</source>
        <translation>残疾人证、老年人证…</translation>
    </message>
    <message>
        <source>What it serves</source>
        <translation>办哪些业务</translation>
    </message>
    <message>
        <source>Take its reserved numbers back</source>
        <translation>收回保留的号</translation>
    </message>
    <message>
        <source>Letters it serves, after a comma those it takes first</source>
        <translation>输入业务字母，逗号后面是优先的</translation>
    </message>
    <message>
        <source>Why? The centre agrees only when the window was suspended first</source>
        <translation>原因？要先在中心停用该窗口，中心才会同意</translation>
    </message>
    <message>
        <source>window 3 has no power</source>
        <translation>3 号窗口停电</translation>
    </message>
    <message>
        <source>{number} changed</source>
        <translation>已改 {number}</translation>
    </message>
    <message>
        <source>Saved: {name}</source>
        <translation>已保存：{name}</translation>
    </message>
</context>
<context>
    <name>QueueStrip</name>
    <message>
        <source>No ticket machine is connected: serve whoever comes with F2.</source>
        <translation>未接取号机，来人直接接待：F2</translation>
    </message>
    <message>
        <source>No ticket machine · waiting number unknown</source>
        <translation>未接取号机 · 等候人数未知</translation>
    </message>
    <message>
        <source>No ticket machine</source>
        <translation>未接取号机</translation>
    </message>
    <message>
        <source>At the window</source>
        <translation>到窗</translation>
    </message>
    <message>
        <source>Window free</source>
        <translation>窗口空闲</translation>
    </message>
    <message>
        <source>Now serving</source>
        <translation>正在办理</translation>
    </message>
    <message>
        <source>Walk-in</source>
        <translation>直接接待</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Window Clerk</source>
        <comment>brand on the rail, very short</comment>
        <translation>一窗通</translation>
    </message>
</context>
<context>
    <name>ReasonChooser</name>
    <message>
        <source>Why it is missing</source>
        <translation>缺的原因</translation>
    </message>
    <message>
        <source>What is wrong with it, as it shall stand in the notice</source>
        <translation>哪里不对，照此写进告知书</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>ReceiptPage</name>
    <message>
        <source>Notices of this visit</source>
        <translation>本次文书</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>打印机</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>另存 PDF</translation>
    </message>
    <message>
        <source>{count} pages</source>
        <translation>{count} 页</translation>
    </message>
    <message>
        <source>What comes next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Print and serve the next</source>
        <translation>打印并接待下一位</translation>
    </message>
    <message>
        <source>Message only, no print</source>
        <translation>只发短信，不打印</translation>
    </message>
    <message>
        <source>Take back (10 minutes)</source>
        <translation>撤回受理（10 分钟内）</translation>
    </message>
    <message>
        <source>Print one again…</source>
        <translation>补打一份…</translation>
    </message>
    <message>
        <source>This is a preview: Enter records and prints it, Esc goes back</source>
        <translation>这是预览：Enter 告知并打印，Esc 返回</translation>
    </message>
    <message>
        <source>Only an acceptance can be taken back, within ten minutes</source>
        <translation>只有受理后 10 分钟内可以撤回</translation>
    </message>
    <message>
        <source>The ten minutes are over: the applicant may withdraw the application in 办件 (Alt+2)</source>
        <translation>已过 10 分钟：申请人可在办件（Alt+2）里撤回申请</translation>
    </message>
    <message>
        <source>Preview: not recorded yet</source>
        <translation>预览，还没有记录</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Nothing is recorded before Enter</source>
        <translation>按 Enter 之前不记录</translation>
    </message>
    <message>
        <source>Record and print</source>
        <translation>告知并打印</translation>
    </message>
    <message>
        <source>Esc goes back to the materials.</source>
        <translation>Esc 回到材料。</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>办件号</translation>
    </message>
    <message>
        <source>Applicant</source>
        <translation>申请人</translation>
    </message>
    <message>
        <source>Promised</source>
        <translation>承诺</translation>
    </message>
    <message>
        <source>Legal</source>
        <translation>法定</translation>
    </message>
    <message>
        <source>Tell by</source>
        <translation>告知截止</translation>
    </message>
    <message>
        <source>Hand in by</source>
        <translation>补正期限</translation>
    </message>
    <message>
        <source>To follow by</source>
        <translation>补交期限</translation>
    </message>
    <message>
        <source>Upload</source>
        <translation>上传</translation>
    </message>
    <message>
        <source>kept here, waiting for the centre</source>
        <translation>存在本机，等连接中心</translation>
    </message>
    <message>
        <source>{count} copies</source>
        <translation>{count} 份</translation>
    </message>
    <message>
        <source>Print {kinds} notices · {sheets} copies</source>
        <translation>打印 {kinds} 种 · {sheets} 份</translation>
    </message>
    <message>
        <source>Printed. Serve the next</source>
        <translation>已打印，接待下一位</translation>
    </message>
    <message>
        <source>All notices are printed. F2 serves the next person.</source>
        <translation>都打好了。F2 接待下一位。</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Printing…</source>
        <translation>正在打印…</translation>
    </message>
    <message>
        <source>Printed: {count} notices</source>
        <translation>已打印 {count} 种文书</translation>
    </message>
    <message>
        <source>{notice} is not printed. The decision stands and everything is kept. {why}</source>
        <translation>{notice}没有打出来。决定有效，都已存好。{why}</translation>
    </message>
    <message>
        <source>Printed again, recorded with its reason</source>
        <translation>已补打，理由已记录</translation>
    </message>
    <message>
        <source>A preview is not saved: it has no number yet</source>
        <translation>预览不能另存：还没有编号</translation>
    </message>
    <message>
        <source>Saved: {name}</source>
        <translation>已另存：{name}</translation>
    </message>
    <message>
        <source>Messages are sent by the centre, and it is not connected yet: please print</source>
        <translation>短信由中心发送，现在没有连接，请打印</translation>
    </message>
</context>
<context>
    <name>Refusals</name>
    <message>
        <source>The case was “{status}” at the centre by then; “{act}” cannot follow that.</source>
        <translation>中心那边这件当时已是“{status}”，不能再“{act}”。</translation>
    </message>
    <message>
        <source>Look at the case as it stands. If the applicant left with paper, call and explain it.</source>
        <translation>请看这件现在的状态；申请人已拿到文书的，打电话说明。</translation>
    </message>
    <message>
        <source>The number {number} belongs to another record at the centre.</source>
        <translation>编号 {number} 在中心已属于另一件。</translation>
    </message>
    <message>
        <source>Stop receiving at this window and tell the administrator: two machines may have one code. Call the applicant.</source>
        <translation>请停止在本窗口收件并告知管理员：可能有两台机器用了同一个代码。再联系申请人。</translation>
    </message>
    <message>
        <source>The clerk was not, or no longer, on the centre&apos;s list at that time.</source>
        <translation>当时中心的名册上没有这位经办人。</translation>
    </message>
    <message>
        <source>Ask the administrator about the list; somebody entitled repeats the act.</source>
        <translation>请管理员核对名册；由有权的人重新办理。</translation>
    </message>
    <message>
        <source>The clerk had never signed in at this window with the network on.</source>
        <translation>这位经办人还没有联网在本窗口登录过。</translation>
    </message>
    <message>
        <source>Sign in here once with the network on, then repeat the act.</source>
        <translation>请联网在本窗口登录一次，再重新办理。</translation>
    </message>
    <message>
        <source>The clerk&apos;s role may not do this.</source>
        <translation>这位经办人的岗位不能办这一步。</translation>
    </message>
    <message>
        <source>Somebody entitled to it repeats the act.</source>
        <translation>由有权的人重新办理。</translation>
    </message>
    <message>
        <source>“{field}” never changes once a case is opened.</source>
        <translation>“{field}”在建件后不能再改。</translation>
    </message>
    <message>
        <source>Tell the technician: this window should not have tried.</source>
        <translation>请告知技术人员：本窗口不该这样上传。</translation>
    </message>
    <message>
        <source>The centre has no such record.</source>
        <translation>中心没有这一件。</translation>
    </message>
    <message>
        <source>Tell the administrator: an earlier step of this case may be missing there.</source>
        <translation>请告知管理员：这件前面的步骤可能没有传到。</translation>
    </message>
    <message>
        <source>The centre has no such entry to settle.</source>
        <translation>中心没有这条待处理。</translation>
    </message>
    <message>
        <source>Look at the case as it stands; amend it if it is not right.</source>
        <translation>请看这件现在的内容，不对就更正。</translation>
    </message>
    <message>
        <source>Somebody else had settled this entry already.</source>
        <translation>这条已由别人先处理了。</translation>
    </message>
    <message>
        <source>“{field}” was changed once more before the choice arrived.</source>
        <translation>选择送到之前，“{field}”又被改了一次。</translation>
    </message>
    <message>
        <source>The centre could not read it: the two programs do not fit together.</source>
        <translation>中心读不懂这一条：两边的程序版本对不上。</translation>
    </message>
    <message>
        <source>Tell the technician. Do not repeat it before the program is new.</source>
        <translation>请告知技术人员；升级前不要重办。</translation>
    </message>
    <message>
        <source>The centre does not know this act yet: its program is older.</source>
        <translation>中心的程序较旧，还不认识这一步。</translation>
    </message>
    <message>
        <source>Tell the technician. Repeat it when the centre is new.</source>
        <translation>请告知技术人员；中心升级后重办。</translation>
    </message>
    <message>
        <source>The centre did not take it.</source>
        <translation>中心没有收下。</translation>
    </message>
    <message>
        <source>Look at the case as it stands, and ask the supervisor.</source>
        <translation>请看这件现在的状态，并问值班长。</translation>
    </message>
    <message>
        <source>the centre cannot be reached</source>
        <translation>连不上中心</translation>
    </message>
    <message>
        <source>the centre did not answer in time</source>
        <translation>中心没有及时回应</translation>
    </message>
    <message>
        <source>the connection broke</source>
        <translation>连接中断</translation>
    </message>
    <message>
        <source>the centre&apos;s certificate does not fit</source>
        <translation>中心的证书对不上</translation>
    </message>
    <message>
        <source>the hall&apos;s certificate file cannot be read</source>
        <translation>本厅的证书文件读不出来</translation>
    </message>
    <message>
        <source>what answered is not the centre</source>
        <translation>回应的不是中心</translation>
    </message>
    <message>
        <source>the program was closing</source>
        <translation>程序正在关闭</translation>
    </message>
    <message>
        <source>the centre was busy</source>
        <translation>中心忙</translation>
    </message>
    <message>
        <source>the centre&apos;s answer was not understood</source>
        <translation>看不懂中心的回应</translation>
    </message>
    <message>
        <source>the centre&apos;s address is wrong</source>
        <translation>中心的地址不对</translation>
    </message>
    <message>
        <source>the content does not match its seal</source>
        <translation>内容和校验不符</translation>
    </message>
    <message>
        <source>the centre could not read it</source>
        <translation>中心读不懂</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>the data folder cannot be written</source>
        <translation>数据文件夹写不进去</translation>
    </message>
    <message>
        <source>the session ran out</source>
        <translation>会话已到期</translation>
    </message>
    <message>
        <source>this machine is not enrolled</source>
        <translation>本机没有登记</translation>
    </message>
    <message>
        <source>this machine was revoked</source>
        <translation>本机已注销</translation>
    </message>
    <message>
        <source>this machine is suspended</source>
        <translation>本机已停用</translation>
    </message>
    <message>
        <source>this program is too old</source>
        <translation>程序版本过旧</translation>
    </message>
    <message>
        <source>this machine must be enrolled again</source>
        <translation>本机须重新登记</translation>
    </message>
    <message>
        <source>did not go ({code})</source>
        <translation>没有传成（{code}）</translation>
    </message>
    <message>
        <source>Call the person, offer another place, then write down here what was agreed.</source>
        <translation>请致电咨询人，另约时段，再在这里写下结果。</translation>
    </message>
    <message>
        <source>Another window had the lawyer at {begins}. Slip: {slip_no}.</source>
        <translation>{begins} 的时段已被其他窗口约走。凭条 {slip_no}。</translation>
    </message>
    <message>
        <source>The lawyer at {begins} was taken off the roster meanwhile. Slip: {slip_no}.</source>
        <translation>{begins} 的律师已停约。凭条 {slip_no}。</translation>
    </message>
    <message>
        <source>This person had a consultation on that day already.</source>
        <translation>这位当天已有咨询预约。</translation>
    </message>
    <message>
        <source>The consultation had been changed at another window by then.</source>
        <translation>这次咨询已在其他窗口改过。</translation>
    </message>
    <message>
        <source>Look at the grid as it stands; if somebody waits, call them.</source>
        <translation>请看现在的时段表；如有人在等，请致电说明。</translation>
    </message>
    <message>
        <source>This person was on the waiting list already.</source>
        <translation>这位已在候补名单里。</translation>
    </message>
    <message>
        <source>Nothing more needs to be done; close the entry with a note.</source>
        <translation>不用再办；写一句备注后关闭。</translation>
    </message>
    <message>
        <source>This person no longer waited at the centre.</source>
        <translation>这位已不在候补。</translation>
    </message>
    <message>
        <source>Look at the waiting list as it stands.</source>
        <translation>请看现在的候补名单。</translation>
    </message>
    <message>
        <source>The place was no longer kept for this window.</source>
        <translation>本窗口的预留号已失效。</translation>
    </message>
    <message>
        <source>{count} people were still being advised when the day was closed.</source>
        <translation>收场时还有 {count} 人在咨询。</translation>
    </message>
    <message>
        <source>Finish them, then close the day once more.</source>
        <translation>请先结束他们，再收场一次。</translation>
    </message>
</context>
<context>
    <name>RefuseStrip</name>
    <message>
        <source>Refuse to accept: on one of two legal grounds only</source>
        <translation>不予受理：只限两种法定情形</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>回去改</translation>
    </message>
    <message>
        <source>Ground</source>
        <translation>情形</translation>
    </message>
    <message>
        <source>Authority to apply to (required for ground 2)</source>
        <translation>应向哪个机关申请（情形 2 必填）</translation>
    </message>
    <message>
        <source>Reason, as it shall stand in the notice</source>
        <translation>理由，照此写进通知书</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Missing papers are never a ground: that is the one-time notification (F8).</source>
        <translation>缺材料不是不予受理的理由，请用一次性告知 F8。</translation>
    </message>
    <message>
        <source>Choose the legal ground: 1 or 2</source>
        <translation>请选法定情形：1 或 2</translation>
    </message>
    <message>
        <source>Name the authority the applicant shall go to</source>
        <translation>请写明应向哪个机关申请</translation>
    </message>
    <message>
        <source>Write the reason: it stands in the notice</source>
        <translation>请写理由，会印在通知书上</translation>
    </message>
    <message>
        <source>Refuse to accept</source>
        <translation>不予受理</translation>
    </message>
    <message>
        <source>Enter once more refuses and prints the notice; Esc goes back</source>
        <translation>再按一次 Enter 不予受理并打印通知书，Esc 回去改</translation>
    </message>
</context>
<context>
    <name>ReportView</name>
    <message>
        <source>Lawyers</source>
        <translation>按律师</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>按事由</translation>
    </message>
    <message>
        <source>{year}: {count} consultations</source>
        <translation>{year} 年：预约 {count} 次</translation>
    </message>
    <message>
        <source>{came} came, {missed} did not, {cancelled} cancelled; {firms} enterprises, {persons} persons</source>
        <translation>已到 {came}，未到 {missed}，取消 {cancelled}；企业 {firms}，个人 {persons}</translation>
    </message>
</context>
<context>
    <name>ReprintStrip</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Printer trouble</source>
        <translation>打印机问题</translation>
    </message>
    <message>
        <source>Lost by the applicant</source>
        <translation>申请人遗失</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>污损</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Why it is printed again</source>
        <translation>补打理由</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Print again</source>
        <translation>补打</translation>
    </message>
    <message>
        <source>Why again</source>
        <translation>为什么补打</translation>
    </message>
    <message>
        <source>Print again: {title}</source>
        <translation>补打：{title}</translation>
    </message>
</context>
<context>
    <name>ReviewPanel</name>
    <message>
        <source>Other material</source>
        <translation>换材料</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>看样本</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>扫描</translation>
    </message>
    <message>
        <source>No material chosen</source>
        <translation>还没选材料</translation>
    </message>
    <message>
        <source>{number} · {name}: why missing</source>
        <translation>{number} · {name} — 缺的原因</translation>
    </message>
    <message>
        <source>{number} · {name}: when and how it follows</source>
        <translation>{number} · {name} — 容缺受理</translation>
    </message>
</context>
<context>
    <name>RosterTools</name>
    <message>
        <source>Lawyer on duty</source>
        <translation>值班律师</translation>
    </message>
    <message>
        <source>Stand-in</source>
        <translation>替班律师</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>修改资料</translation>
    </message>
    <message>
        <source>New lawyer</source>
        <translation>新律师</translation>
    </message>
    <message>
        <source>One lawyer</source>
        <translation>单个律师</translation>
    </message>
    <message>
        <source>Away the whole morning</source>
        <translation>整场停约</translation>
    </message>
    <message>
        <source>Back again</source>
        <translation>恢复接待</translation>
    </message>
    <message>
        <source>Let the stand-in sit</source>
        <translation>由替班律师接待</translation>
    </message>
    <message>
        <source>Why the morning is called off</source>
        <translation>整场取消的原因</translation>
    </message>
    <message>
        <source>Call the morning off</source>
        <translation>取消整场</translation>
    </message>
    <message>
        <source>Close the day</source>
        <translation>收场</translation>
    </message>
    <message>
        <source>On duty</source>
        <translation>值班律师（按数字选）</translation>
    </message>
    <message>
        <source>Change the roster</source>
        <translation>按所选更新排班</translation>
    </message>
    <message>
        <source>Publish the roster</source>
        <translation>公布排班</translation>
    </message>
    <message>
        <source>No lawyer is known here yet: add the first one</source>
        <translation>还没有律师资料，请先加一位</translation>
    </message>
    <message>
        <source>Mark at least one lawyer with a digit</source>
        <translation>请按数字至少选一位律师</translation>
    </message>
    <message>
        <source>Write why: everybody who has a place will ask</source>
        <translation>请写原因，已预约的人会问</translation>
    </message>
</context>
<context>
    <name>ScanStrip</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Photograph</source>
        <translation>拍照</translation>
    </message>
    <message>
        <source>From files…</source>
        <translation>从文件选…</translation>
    </message>
    <message>
        <source>or drop files on the row</source>
        <translation>也可把文件拖到那一行</translation>
    </message>
    <message>
        <source>{count} kept with this material.</source>
        <translation>这份材料已有 {count} 页。</translation>
    </message>
    <message>
        <source>Scans of this material</source>
        <translation>选择扫描件</translation>
    </message>
    <message>
        <source>Papers</source>
        <translation>文件</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>Clerk number</source>
        <translation>工号</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Another clerk</source>
        <translation>换人</translation>
    </message>
    <message>
        <source>Demo hall: clerk number {number}, password {password}</source>
        <translation>示例大厅：工号 {number}，密码 {password}</translation>
    </message>
    <message>
        <source>Locked · {name}</source>
        <translation>已锁定 · {name}</translation>
    </message>
    <message>
        <source>The visit ({ticket}) is set aside. Nothing about the applicant is shown.</source>
        <translation>在办的（{ticket}）已暂存，申请人信息已盖住。</translation>
    </message>
    <message>
        <source>Nothing about applicants is shown.</source>
        <translation>申请人信息已盖住。</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Hand over this window</source>
        <translation>换人接手本窗口</translation>
    </message>
    <message>
        <source>The open visit stays with its clerk, among the unfinished ones. Esc goes back.</source>
        <translation>在办的这件仍归原来的人，留在暂存里。Esc 返回。</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>接手</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Works without the network.</source>
        <translation>断网也能登录。</translation>
    </message>
    <message>
        <source>Type your clerk number first.</source>
        <translation>请先输工号。</translation>
    </message>
    <message>
        <source>Type the password.</source>
        <translation>请输密码。</translation>
    </message>
</context>
<context>
    <name>SituationPanel</name>
    <message>
        <source>Situation guide</source>
        <translation>情形引导</translation>
    </message>
    <message>
        <source>No material list yet</source>
        <translation>还没有材料清单</translation>
    </message>
    <message>
        <source>Still owed: &lt;b&gt;{kept}&lt;/b&gt; of {listed} materials</source>
        <translation>还欠 &lt;b&gt;{kept}&lt;/b&gt; 项，共 {listed} 项</translation>
    </message>
    <message>
        <source>Materials &lt;b&gt;{listed} → {kept}&lt;/b&gt;, &lt;b&gt;{exempt}&lt;/b&gt; of them not required</source>
        <translation>材料 &lt;b&gt;{listed} → {kept} 项&lt;/b&gt;，其中 &lt;b&gt;{exempt}&lt;/b&gt; 项免提交</translation>
    </message>
    <message>
        <source>Materials &lt;b&gt;{listed} → {kept}&lt;/b&gt;</source>
        <translation>材料 &lt;b&gt;{listed} → {kept} 项&lt;/b&gt;</translation>
    </message>
</context>
<context>
    <name>SlotGrid</name>
    <message>
        <source>Slots and lawyers</source>
        <translation>时段和律师</translation>
    </message>
    <message>
        <source>Slot</source>
        <translation>时段</translation>
    </message>
</context>
<context>
    <name>SlotHeader</name>
    <message>
        <source>to {time}</source>
        <translation>至 {time}</translation>
    </message>
</context>
<context>
    <name>StartTrouble</name>
    <message>
        <source>Window Clerk</source>
        <translation>一窗通</translation>
    </message>
    <message>
        <source>Passphrase of this hall</source>
        <translation>本大厅的口令</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>StepBar</name>
    <message>
        <source>Item</source>
        <translation>选事项</translation>
    </message>
    <message>
        <source>Situation</source>
        <translation>情形</translation>
    </message>
    <message>
        <source>Materials</source>
        <translation>核材料</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>文书</translation>
    </message>
    <message>
        <source>Step {number} of {all}: {word}</source>
        <translation>第 {number} 步，共 {all} 步：{word}</translation>
    </message>
</context>
<context>
    <name>Sync</name>
    <message>
        <source>Synced</source>
        <translation>已同步</translation>
    </message>
    <message>
        <source>This machine is not enrolled at the centre</source>
        <translation>本机还没有在中心登记</translation>
    </message>
    <message>
        <source>The centre knows another story of this machine</source>
        <translation>本机的记录和中心对不上</translation>
    </message>
    <message>
        <source>This program is too old for the centre</source>
        <translation>程序版本过旧</translation>
    </message>
    <message>
        <source>The centre has suspended this machine</source>
        <translation>本机已被中心停用</translation>
    </message>
    <message>
        <source>The centre has revoked this machine</source>
        <translation>本机已被中心注销</translation>
    </message>
    <message>
        <source>Receiving and printing go on; everything is stored here. An administrator enrols it: “window-clerk enrol”.</source>
        <translation>可以照常收件、打印，办件都存在本机。请管理员登记：window-clerk enrol。</translation>
    </message>
    <message>
        <source>Its data was restored or copied. Everything done is stored here. Stop receiving until an administrator has enrolled it again: “window-clerk enrol”.</source>
        <translation>数据可能被还原或复制过。办件都在本机。请先停止收件，由管理员重新登记：window-clerk enrol。</translation>
    </message>
    <message>
        <source>What is done here still goes up; news of other windows waits for the update of the program.</source>
        <translation>办的件照常上传；升级程序后才收得到别处的更新。</translation>
    </message>
    <message>
        <source>What is done here still goes up; nothing comes down. Ask the administrator.</source>
        <translation>办的件照常上传，收不到别处的更新。请找管理员。</translation>
    </message>
    <message>
        <source>What was done is stored here and in the journal. Stop receiving; an administrator brings the journal to the centre.</source>
        <translation>已办的件都在本机和流水里。请停止收件，由管理员把流水导入中心。</translation>
    </message>
    <message>
        <source>Sign in with the network</source>
        <translation>待联网登录</translation>
    </message>
    <message numerus="yes">
        <source>%n not uploaded</source>
        <translation>
            <numerusform>%n 件没有传</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>待传 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n on this machine</source>
        <translation>
            <numerusform>本机 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to settle</source>
        <translation>
            <numerusform>%n 件待处理</numerusform>
        </translation>
    </message>
    <message>
        <source>No central server is set up: everything stays on this machine, encrypted.</source>
        <translation>没有接中心服务器：办件都加密存在本机。</translation>
    </message>
    <message>
        <source>The centre last answered {moment}</source>
        <translation>上次联系中心 {moment}</translation>
    </message>
    <message>
        <source>The oldest has waited {span}</source>
        <translation>最早的一件已等 {span}</translation>
    </message>
    <message numerus="yes">
        <source>%n scans are on their way</source>
        <translation>
            <numerusform>%n 份扫描件在传</numerusform>
        </translation>
    </message>
    <message>
        <source>Alt+Y lists what is to settle</source>
        <translation>Alt+Y 看待处理</translation>
    </message>
    <message>
        <source>Alt+U lists what waits</source>
        <translation>Alt+U 看待传清单</translation>
    </message>
    <message>
        <source>Nobody has signed in here with the network yet</source>
        <translation>本窗口还没有人联网登录</translation>
    </message>
    <message numerus="yes">
        <source>%n are stored here; they go up once a clerk of the centre has.</source>
        <translation>
            <numerusform>%n 件存在本机（已加密）；联网登录一次后自动上传。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entries to settle</source>
        <translation>
            <numerusform>%n 件待处理</numerusform>
        </translation>
    </message>
    <message>
        <source>Two windows changed the same, or the centre sent something back. Nothing is lost.</source>
        <translation>两个窗口改了同一处，或中心退回了办件。内容都在，没有丢。</translation>
    </message>
    <message>
        <source>The centre is busy {time}</source>
        <translation>中心没有回应 {time}</translation>
    </message>
    <message>
        <source>The centre cannot prove who it is {time}</source>
        <translation>中心的身份对不上 {time}</translation>
    </message>
    <message>
        <source>The network is gone {time}</source>
        <translation>网络已断开 {time}</translation>
    </message>
    <message>
        <source>Uploading stands still {time}</source>
        <translation>上传停住了 {time}</translation>
    </message>
    <message>
        <source>Receiving and printing go on, all is stored here. The reason: {why}. Tell the technician.</source>
        <translation>可以照常收件、打印，办件都存在本机。原因：{why}。请告知技术人员。</translation>
    </message>
    <message numerus="yes">
        <source>Receiving and printing go on; %n are stored here, encrypted, and go up by themselves later.</source>
        <translation>
            <numerusform>可以照常收件、打印；%n 件存在本机（已加密），联网后自动上传。</numerusform>
        </translation>
    </message>
    <message>
        <source>Receiving and printing go on; all is stored here, encrypted, and goes up by itself later.</source>
        <translation>可以照常收件、打印；办的件存在本机（已加密），联网后自动上传。</translation>
    </message>
    <message>
        <source>trying now…</source>
        <translation>正在重试…</translation>
    </message>
    <message numerus="yes">
        <source>again in %n s</source>
        <translation>
            <numerusform>%n 秒后重试</numerusform>
        </translation>
    </message>
    <message>
        <source>sent back</source>
        <translation>被退回</translation>
    </message>
    <message>
        <source>uploaded</source>
        <translation>已上传</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>待传</translation>
    </message>
    <message>
        <source>Conflict</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>On this machine</source>
        <translation>只在本机</translation>
    </message>
    <message>
        <source>Waiting to upload</source>
        <translation>待传</translation>
    </message>
</context>
<context>
    <name>SyncDesk</name>
    <message>
        <source>Try now</source>
        <translation>立即重试</translation>
    </message>
    <message>
        <source>See what waits</source>
        <translation>看待传清单</translation>
    </message>
    <message>
        <source>Settle</source>
        <translation>去处理</translation>
    </message>
    <message>
        <source>No central server is set up: nowhere to upload to.</source>
        <translation>没有接中心服务器，没有地方可传。</translation>
    </message>
    <message>
        <source>Everything is uploaded; looked for news once more</source>
        <translation>都已上传；又看了一次有没有更新</translation>
    </message>
    <message>
        <source>Trying the centre now…</source>
        <translation>正在连接中心…</translation>
    </message>
    <message numerus="yes">
        <source>%n are not uploaded yet</source>
        <translation>
            <numerusform>还有 %n 件没上传</numerusform>
        </translation>
    </message>
    <message>
        <source>They are stored here, encrypted, and go up at the next start. Close again to leave.</source>
        <translation>都加密存在本机，下次开机接着传。再关一次就退出。</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>TablePanel</name>
    <message>
        <source>Materials</source>
        <translation>材料清单</translation>
    </message>
    <message>
        <source>A material’s bar code jumps to its row</source>
        <translation>扫材料上的条码可直接跳到那一行</translation>
    </message>
    <message>
        <source>mark and go on to the next to check</source>
        <translation>标记后自动跳到下一项待核</translation>
    </message>
</context>
<context>
    <name>Times</name>
    <message>
        <source>Mon</source>
        <translation>周一</translation>
    </message>
    <message>
        <source>Tue</source>
        <translation>周二</translation>
    </message>
    <message>
        <source>Wed</source>
        <translation>周三</translation>
    </message>
    <message>
        <source>Thu</source>
        <translation>周四</translation>
    </message>
    <message>
        <source>Fri</source>
        <translation>周五</translation>
    </message>
    <message>
        <source>Sat</source>
        <translation>周六</translation>
    </message>
    <message>
        <source>Sun</source>
        <translation>周日</translation>
    </message>
    <message>
        <source>{year}-{month}-{day} {weekday}</source>
        <translation>{year}年{month}月{day}日 {weekday}</translation>
    </message>
    <message>
        <source>{month}-{day} {weekday}</source>
        <translation>{month}月{day}日 {weekday}</translation>
    </message>
    <message>
        <source>{weekday} {month}-{day}</source>
        <translation>{weekday} {month}月{day}日</translation>
    </message>
    <message>
        <source>{month}-{day} {time}</source>
        <translation>{month}月{day}日 {time}</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>不到 1 分钟</translation>
    </message>
    <message numerus="yes">
        <source>%n minutes</source>
        <translation>
            <numerusform>%n 分钟</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n 天</numerusform>
        </translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 小时 {minutes} 分</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Find people, items, cases, commands</source>
        <translation>找人、事项、办件号、命令</translation>
    </message>
    <message>
        <source>Find applicants, items, case numbers, or type a command</source>
        <translation>找申请人、事项、办件号，或输入命令</translation>
    </message>
    <message>
        <source>{name} · No. {number}</source>
        <translation>{name} · 工号 {number}</translation>
    </message>
</context>
<context>
    <name>TopicChoice</name>
    <message>
        <source>What it is about</source>
        <translation>咨询事由</translation>
    </message>
</context>
<context>
    <name>TroubleBar</name>
    <message>
        <source>Put away</source>
        <translation>收起</translation>
    </message>
</context>
<context>
    <name>TypingPage</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message numerus="yes">
        <source>%n digits typed</source>
        <translation>
            <numerusform>已输入 %n 位</numerusform>
        </translation>
    </message>
    <message>
        <source>Please type your ID number</source>
        <translation>请输入身份证号码</translation>
    </message>
    <message>
        <source>18 digits; the screen shows the last four only</source>
        <translation>18 位，屏幕只显示最后四位</translation>
    </message>
</context>
<context>
    <name>Unbuilt</name>
    <message>
        <source>Looking up cases and their timelines. Until then: Ctrl+K finds a case by name or number.</source>
        <translation>这里将查办件和办理过程。现在可用 Ctrl+K 按姓名、号码找办件。</translation>
    </message>
    <message>
        <source>Parallel approvals and their deadlines by department, reminders, materials handed in later.</source>
        <translation>这里将看并联审批各部门的进度和时限，催办，登记补交。</translation>
    </message>
    <message>
        <source>The whole list of tickets, missed and transferred ones. It needs a ticket machine, and none is connected.</source>
        <translation>这里将看全部号码、过号和转移。需要取号机，现在没有接。</translation>
    </message>
    <message>
        <source>Certificates that expire in 90, 30 and 7 days, and reminders to their holders.</source>
        <translation>这里将列出 90、30、7 天内到期的证照，提醒持证人。</translation>
    </message>
    <message>
        <source>Booking the free lawyer of Wednesday morning. Until then book on paper.</source>
        <translation>这里将预约周三上午的免费律师。现在请用纸质登记。</translation>
    </message>
    <message>
        <source>Tax, talent and credit policies that fit the applicant, and what is missing for them.</source>
        <translation>这里将列出适合申请人的财税、人才、金融政策，以及还差什么。</translation>
    </message>
    <message>
        <source>Questions answered from the catalogue with source and date. Until then: the item&apos;s own page.</source>
        <translation>这里将按事项目录答问，注明出处和日期。现在请看事项本身。</translation>
    </message>
    <message>
        <source>Figures of this window and the hall. None are collected by this build.</source>
        <translation>这里将有本窗口和大厅的数字。本版不收集任何数字。</translation>
    </message>
    <message>
        <source>Settings are in the file site.toml of this machine: theme, font size, devices, keys.</source>
        <translation>设置在本机的 site.toml 里：主题、字号、设备、按键。</translation>
    </message>
</context>
<context>
    <name>UnbuiltPage</name>
    <message>
        <source>{name} is not part of this build yet</source>
        <translation>本版还没有“{name}”</translation>
    </message>
    <message>
        <source>Back to the intake desk</source>
        <translation>回受理台</translation>
    </message>
</context>
<context>
    <name>UndoBar</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>can be undone for 8 seconds</source>
        <translation>8 秒内可撤销</translation>
    </message>
</context>
<context>
    <name>UnfinishedPage</name>
    <message>
        <source>Decisions that were cut off</source>
        <translation>没办完的决定</translation>
    </message>
    <message>
        <source>The program ended between the receipt journal and the database. The numbers are used either way. Keep what the applicant was told; discard only what nobody left with.</source>
        <translation>程序在写完受理流水、还没写进数据库时断了。编号已占用。申请人已知道结果的请留下；没有人带走结果的才作废。</translation>
    </message>
    <message>
        <source>Why it is discarded; Enter discards, Esc keeps it here</source>
        <translation>作废的理由；Enter 作废，Esc 先不动</translation>
    </message>
    <message>
        <source>Why it is discarded</source>
        <translation>作废的理由</translation>
    </message>
    <message>
        <source>Nothing was cut off</source>
        <translation>没有断在半路的决定</translation>
    </message>
    <message>
        <source>Back to the intake desk</source>
        <translation>回受理台</translation>
    </message>
    <message>
        <source>Keep as decided</source>
        <translation>照原决定留下</translation>
    </message>
    <message>
        <source>Discard…</source>
        <translation>作废…</translation>
    </message>
    <message>
        <source>Write why it is discarded: it stays in the record</source>
        <translation>请写作废的理由，会留在记录里</translation>
    </message>
    <message>
        <source>Kept as it was decided</source>
        <translation>已照原决定留下</translation>
    </message>
    <message>
        <source>Discarded, the reason is recorded</source>
        <translation>已作废，理由已记录</translation>
    </message>
</context>
<context>
    <name>WaitPanel</name>
    <message>
        <source>Waiting list</source>
        <translation>候补名单</translation>
    </message>
    <message>
        <source>First registered, first asked</source>
        <translation>按登记先后递补</translation>
    </message>
    <message>
        <source>Late by {minutes} minutes: to the waiting list</source>
        <translation>迟到 {minutes} 分钟转候补</translation>
    </message>
    <message>
        <source>Nobody waits</source>
        <translation>没有人候补</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>改约</translation>
    </message>
    <message>
        <source>{time} {lawyer}: {why}</source>
        <translation>{time} {lawyer}：{why}</translation>
    </message>
    <message>
        <source>call {phone}</source>
        <translation>请致电 {phone}</translation>
    </message>
    <message>
        <source>nearest {time}</source>
        <translation>最近空档 {time}</translation>
    </message>
    <message>
        <source>only {lawyer}, before {time}</source>
        <translation>只要{lawyer}，{time} 前</translation>
    </message>
    <message>
        <source>only {lawyer}</source>
        <translation>只要{lawyer}</translation>
    </message>
    <message>
        <source>before {time}</source>
        <translation>{time} 前</translation>
    </message>
    <message>
        <source>since {when} · {phone}</source>
        <translation>{when} 登记 · {phone}</translation>
    </message>
    <message>
        <source>Takes it</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>{time} is kept · call {phone}</source>
        <translation>已留 {time} · 请致电 {phone}</translation>
    </message>
    <message>
        <source>Called</source>
        <translation>已告知</translation>
    </message>
    <message>
        <source>not served · call {phone}</source>
        <translation>未能安排 · 请致电 {phone}</translation>
    </message>
    <message>
        <source>Fill in</source>
        <translation>补入</translation>
    </message>
</context>
<context>
    <name>Workbench</name>
    <message>
        <source>The knowledge base is not part of this build yet.</source>
        <translation>本版还没有知识问答</translation>
    </message>
    <message>
        <source>No applicant screen is connected.</source>
        <translation>没有接申请人屏</translation>
    </message>
    <message>
        <source>Reminding departments needs the centre; it is not connected.</source>
        <translation>催办要经过中心，现在没有连接</translation>
    </message>
    <message>
        <source>The waiting list is for lawyers: open them with Alt+6.</source>
        <translation>候补名单在律师预约里：按 Alt+6 打开。</translation>
    </message>
    <message numerus="yes">
        <source>%n decisions were cut off</source>
        <translation>
            <numerusform>有 %n 件没办完</numerusform>
        </translation>
    </message>
    <message>
        <source>The program ended in the middle of them. Keep or discard each one.</source>
        <translation>程序断在半路。请逐件留下或作废。</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>去看</translation>
    </message>
    <message>
        <source>begin for {name}</source>
        <translation>为 {name} 开始</translation>
    </message>
    <message>
        <source>department not published</source>
        <translation>部门未公布</translation>
    </message>
</context>
<context>
    <name>_Card</name>
    <message>
        <source>Show the full number while held</source>
        <translation>按住看完整号码</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>更正</translation>
    </message>
    <message>
        <source>No name yet</source>
        <translation>未填姓名</translation>
    </message>
    <message>
        <source>known here</source>
        <translation>老办事人</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>手机</translation>
    </message>
    <message>
        <source>Representative</source>
        <translation>法定代表人</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>代办人</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>授权</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>上次</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>号码</translation>
    </message>
</context>
<context>
    <name>_DayDelegate</name>
    <message numerus="yes">
        <source>%n to call</source>
        <translation>
            <numerusform>%n 人要改约</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Points</name>
    <message>
        <source>The source names no review points for this material</source>
        <translation>该材料的审查要点未公布</translation>
    </message>
    <message>
        <source>{count} more: Space</source>
        <translation>还有 {count} 条：Space</translation>
    </message>
    <message>
        <source>May follow later; the limit is not published</source>
        <translation>可容缺，补交期限未公布</translation>
    </message>
    <message>
        <source>May follow later: within {days} working days</source>
        <translation>可容缺：{days} 个工作日内补交</translation>
    </message>
</context>
</TS>
