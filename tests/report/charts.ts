/** The charts of a report of a run with several members, validation, and its data set at hand, in their order. */
export const everyChart = [
  'Error by epoch',
  'Wrong answers by epoch',
  'Learning rate by epoch',
  'Accuracy by number of members',
  'NLL by number of members',
  'Accuracy by confidence',
  'Accuracy by coverage',
  'How much of each layer changes',
  'Accuracy under shift',
  'Accuracy under rotation',
  'Accuracy under scale',
  'Accuracy under noise',
];
