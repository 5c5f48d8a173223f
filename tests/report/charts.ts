/** The charts of a report, in order: several epochs and members, a constant learning rate, validation, and the dataset at hand. */
export const everyChart = [
  'Error by epoch',
  'Wrong answers by epoch',
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
