import { expect, test } from 'vitest'
import { agentOf } from './agent'

const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36'

test.each([
  [chrome, 'Chrome', 'Windows'],
  [`${chrome} Edg/140.0`, 'Edge', 'Windows'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1',
    'Safari',
    'iOS',
  ],
  ['Mozilla/5.0 (Linux; Android 15) Chrome/130 Mobile MicroMessenger/8.0.50', '微信 WeChat', 'Android'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox', 'Linux'],
  ['curl/8.5.0', 'curl', ''],
  ['', '', ''],
])('%s', (agent, browser, system) => expect(agentOf(agent)).toEqual({ browser, system }))
