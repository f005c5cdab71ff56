import { figureRules, fontFamily, hoverRules, type Theme, type ThemeName, themed } from '../svg/theme.js';

/** The style sheet of a page. It holds no characters that HTML or XML would have to escape. */
export const styleSheet = (theme: ThemeName): string =>
  `${layout}${hoverRules}${themed(theme, rulesOf)}:root{color-scheme:${theme === 'auto' ? 'light dark' : theme}}`;

const rulesOf = (theme: Theme): string =>
  figureRules(theme) +
  [
    `body{background:${theme.background};color:${theme.text}}`,
    `.lead,dt,thead th,figcaption,footer,summary{color:${theme.muted}}`,
    `.card,pre,thead th{background:${theme.surface}}`,
    `.card,pre,table,td,th,section,footer{border-color:${theme.line}}`,
    `.strong dd{color:${theme.text}}`,
    `.good{color:${theme.good}}`,
    `.warning{color:${theme.warning}}`,
    `.bad{color:${theme.bad}}`,
    `a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:2px solid ${theme.series[0]}}`,
  ].join('');

const layout = [
  '*{box-sizing:border-box}',
  `body{margin:0;font:16px/1.5 ${fontFamily};font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}`,
  'header,main,footer{max-width:1040px;margin:0 auto;padding:0 24px}',
  'header{padding-top:32px}',
  'h1{font-size:1.6rem;line-height:1.25;letter-spacing:-.01em;margin:0;overflow-wrap:anywhere}',
  'h2{font-size:1.1rem;margin:0 0 12px}',
  '.lead{margin:6px 0 0;overflow-wrap:anywhere}',
  'figure{margin:28px 0 0}',
  '.folded{margin-top:12px}',
  '.folded h2{display:inline;margin:0}',
  '.folded pre{margin-top:8px}',
  'figcaption{font-weight:600;margin-bottom:8px}',
  'svg{display:block;width:100%;height:auto;overflow:visible}',
  'svg.narrow{display:none}',
  'details{margin-top:8px}',
  'summary{cursor:pointer;width:fit-content;padding:4px 0}',
  'section{margin-top:36px;padding-top:24px;border-top:1px solid}',
  'dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(190px,1fr));gap:12px;margin:0}',
  '.card{border:1px solid;border-radius:8px;padding:10px 14px;min-width:0}',
  'dt{font-size:.875rem}',
  'dd{margin:0;overflow-wrap:anywhere}',
  '.strong dd{font-size:1.4rem;font-weight:600;line-height:1.3}',
  'ul{margin:0;padding-left:1.2em}',
  'li{margin:4px 0;overflow-wrap:anywhere}',
  '.scroll{overflow:auto;max-height:70vh}',
  'table{border-collapse:collapse;font-size:.9375rem}',
  'thead th{position:sticky;top:0}',
  'th,td{padding:5px 14px 5px 10px;text-align:left;border-bottom:1px solid;vertical-align:top}',
  'th{font-weight:600}',
  '.r{text-align:right;white-space:nowrap}',
  'pre{border:1px solid;border-radius:8px;margin:0;padding:14px;overflow:auto;max-height:70vh;font:13px/1.5 ui-monospace,Menlo,Consolas,monospace}',
  'footer{margin-top:40px;padding-top:16px;padding-bottom:32px;font-size:.875rem}',
  '@media (max-width:640px){header,main,footer{padding-left:16px;padding-right:16px}header{padding-top:20px}h1{font-size:1.3rem}svg.wide{display:none}svg.narrow{display:block}dl{grid-template-columns:repeat(auto-fill,minmax(132px,1fr))}}',
  '@media print{.scroll,pre{max-height:none;overflow:visible}section{break-inside:avoid}}',
].join('');
