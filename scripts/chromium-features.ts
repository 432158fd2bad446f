/**
 * Playwright's own list, of which a second one takes the place: features of Chromium that no test wants.
 *
 * @see chromiumSwitches in playwright-core
 */
const BY_PLAYWRIGHT = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];
/** Suggestions below the address are a page of their own, loaded for each window: that took as long as a page of ours. */
const OF_THE_ADDRESS_BAR = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup'];

/** Switches off what a whole Chromium does for its windows, of which tests have none. */
export const WITHOUT_WINDOWS = `--disable-features=${[...BY_PLAYWRIGHT, ...OF_THE_ADDRESS_BAR].join(',')}`;
